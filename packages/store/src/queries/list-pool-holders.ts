import type { PoolName } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const listPoolHoldersStatement: Statement = {
  name: 'list-pool-holders',
  text: `select r.dag_id || '/' || r.run_id || '/' || i.task_id as holder
         from dag_run r join task_instance i on i.dag_run_id = r.id
         where r.finished_at is null and i.pool = $1 and i.state in ('queued', 'running', 'restarting')
         order by i.queued_at limit $2`,
};

/** Task instances that hold slots of a pool, as `dag/run/task`, those for longest first. Index: `dag_run_unfinished`. */
export async function listPoolHolders(database: Queryable, pool: PoolName, limit: number): Promise<readonly string[]> {
  const rows = await database.query<{ holder: string }>(listPoolHoldersStatement, [pool, limit]);
  return rows.map(({ holder }) => holder);
}
