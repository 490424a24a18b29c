import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { eventQuery } from '../api/events.ts';
import { changedFields } from '../changed-fields.ts';
import classes from './event-changes.module.css';

/** What an event changed, from what to what, and where it came from. */
export function EventChanges({ id }: { readonly id: number }) {
  const t = useWords();
  const { data, error, isPending, refetch } = useQuery(eventQuery(id));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton h={48} />;
  const changes = changedFields(data.before, data.after);
  return (
    <div className={classes['changes']}>
      {changes.length === 0 && <Text c="dimmed">{t('events.noChanges')}</Text>}
      {changes.length > 0 && (
        <table>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before === undefined ? '' : <del>{before}</del>}</td>
                <td>{after === undefined ? '' : <ins>{after}</ins>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Group gap="md" c="dimmed" fz="xs">
        {data.address && <span>{t('events.from', { address: data.address })}</span>}
        {data.request_id && <span>{t('problem.request', { id: data.request_id })}</span>}
        {data.user_agent && <span>{data.user_agent}</span>}
      </Group>
    </div>
  );
}
