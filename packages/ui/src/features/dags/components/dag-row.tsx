import { Anchor, Badge, Group, Switch, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AnswerOf, getDags } from '@tradewind/contract';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { rowLink } from '../../../shared/keyboard/use-row-keys.ts';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { usePauseDag } from '../api/dags.ts';

type Dag = AnswerOf<typeof getDags>['dags'][number];

export function DagRow({ dag, onTag }: { readonly dag: Dag; readonly onTag: (tag: string) => void }) {
  const t = useWords();
  const pause = usePauseDag();
  const isPaused = pause.isPending ? pause.variables.isPaused : dag.is_paused;
  return (
    <Table.Tr>
      <Table.Td>
        <Switch
          size="xs"
          checked={!isPaused}
          disabled={dag.can?.['edit'] === false}
          aria-label={t(isPaused ? 'dags.unpause' : 'dags.pause', { dag: dag.dag_id })}
          onChange={() => pause.mutate({ dagId: dag.dag_id, isPaused: !isPaused })}
        />
      </Table.Td>
      <Table.Td>
        <Anchor
          fw={600}
          size="sm"
          {...rowLink}
          renderRoot={(props) => <Link to="/dags/$dagId" params={{ dagId: dag.dag_id }} {...props} />}
        >
          {dag.dag_display_name}
        </Anchor>
        {dag.description && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {dag.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {dag.last_run && (
          <Link
            to="/dags/$dagId/runs/$runId"
            params={{ dagId: dag.dag_id, runId: dag.last_run.dag_run_id }}
            style={{ color: 'inherit', textDecoration: 'none' }}
          >
            <StateBadge state={dag.last_run.state} />
          </Link>
        )}
      </Table.Td>
      <Table.Td>{dag.timetable_summary ?? t('dags.noSchedule')}</Table.Td>
      <Table.Td>{dag.next_dagrun_run_after ? <Instant at={dag.next_dagrun_run_after} /> : '–'}</Table.Td>
      <Table.Td>{dag.owners.join(', ')}</Table.Td>
      <Table.Td>
        <Group gap={4}>
          {dag.tags.map(({ name }) => (
            <Badge
              key={name}
              component="button"
              variant="light"
              radius="sm"
              style={{ cursor: 'pointer', textTransform: 'none' }}
              onClick={() => onTag(name)}
            >
              {name}
            </Badge>
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
