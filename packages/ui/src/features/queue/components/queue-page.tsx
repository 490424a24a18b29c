import { Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { Card } from '../../../shared/layout/card.tsx';
import { Instant } from '../../../shared/time/instant.tsx';
import { queuePoolsQuery, workersQuery } from '../api/queue.ts';
import { orderPools } from '../pool-order.ts';
import { PoolPanel } from './pool-panel.tsx';
import classes from './queue.module.css';

/** Who holds slots, who waits for them, and who works. */
export function QueuePage() {
  const t = useWords();
  const pools = useQuery(queuePoolsQuery);
  const workers = useQuery(workersQuery);
  return (
    <Stack gap="md" maw={1400}>
      <Title order={1} size="h3">
        {t('nav.queue')}
      </Title>
      <Card title={t('pools.title')} query={pools} empty={t('pools.empty')}>
        {(data) => (
          <div>
            {orderPools(data.pools).map((pool) => (
              <PoolPanel key={pool.name} pool={pool} />
            ))}
          </div>
        )}
      </Card>
      <Card title={t('queue.workers')} query={workers} empty={t('queue.noWorkers')}>
        {({ jobs }) =>
          jobs.length === 0 ? null : (
            <ul className={classes['rows']}>
              {jobs.map((job) => (
                <li key={job.id}>
                  <Text size="sm" fw={600}>
                    {job.hostname}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t('health.beat')}: <Instant at={job.latest_heartbeat} />
                  </Text>
                </li>
              ))}
            </ul>
          )
        }
      </Card>
    </Stack>
  );
}
