import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Problem } from '../../../shared/layout/problem.tsx';
import { PageLink } from '../../../shared/links/page-link.tsx';
import { instancePath } from '../../../shared/links/paths.ts';
import { StateBadge } from '../../../shared/states/state-badge.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { poolTasksQuery, type Waiter } from '../api/queue.ts';
import classes from './queue.module.css';

interface PoolTasksProps {
  readonly pool: string;
  readonly kind: 'holds' | 'waits';
}

/** The task instances that hold slots of a pool, or wait for one. */
export function PoolTasks({ pool, kind }: PoolTasksProps) {
  const t = useWords();
  const { data, error, isPending, refetch } = useQuery(poolTasksQuery(pool, kind));
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed">
        {t(kind === 'holds' ? 'queue.holds' : 'queue.waits')}
      </Text>
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {isPending && <Skeleton h={28} mt={4} />}
      {data?.task_instances.length === 0 && (
        <Text size="sm" c="dimmed">
          {t(kind === 'holds' ? 'queue.nobodyHolds' : 'queue.nobodyWaits')}
        </Text>
      )}
      <ul className={classes['rows']}>
        {data?.task_instances.map((task) => (
          <TaskRow key={`${task.dag_id} ${task.dag_run_id} ${task.task_id} ${task.map_index}`} task={task} />
        ))}
        {data && data.total_entries > data.task_instances.length && (
          <li>
            <Text size="xs" c="dimmed">
              {t('list.more', { count: data.total_entries - data.task_instances.length })}
            </Text>
          </li>
        )}
      </ul>
    </div>
  );
}

function TaskRow({ task }: { readonly task: Waiter }) {
  const t = useWords();
  return (
    <li>
      <StateBadge state={task.state} isBare />
      <span className={classes['grow']}>
        <PageLink href={instancePath(task)} title={task.dag_run_id}>
          {`${task.dag_display_name} › ${task.task_display_name}${task.map_index < 0 ? '' : ` [${task.map_index}]`}`}
        </PageLink>
      </span>
      <Text size="xs" c="dimmed" title={t('queue.weightHint')}>
        {t('queue.weight', { weight: task.priority_weight ?? 1 })}
        {task.pool_slots === 1 ? '' : ` · ${t('queue.slots', { count: task.pool_slots })}`} ·{' '}
        <Instant at={task.start_date ?? task.queued_when ?? task.scheduled_when} style="minute" />
      </Text>
    </li>
  );
}
