import type { DagId, SchedulerId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const unownedStatement: Statement = {
  name: 'list-unowned-dags',
  text: `select d.dag_id as "dagId" from dag d left join scheduler s on s.id = d.scheduler_id
         where s.id is null or s.ended_at is not null`,
};

/** DAGs that no live scheduler owns. */
export async function listUnownedDags(database: Queryable): Promise<DagId[]> {
  return (await database.query<{ dagId: DagId }>(unownedStatement)).map(({ dagId }) => dagId);
}

const claimStatement: Statement = {
  name: 'claim-dags',
  text: `with free as (
           select d.dag_id from dag d
           where d.dag_id = any($2)
             and not exists (select 1 from scheduler s where s.id = d.scheduler_id and s.ended_at is null)
           order by d.dag_id for no key update skip locked
         )
         update dag d set scheduler_id = $1 from free where d.dag_id = free.dag_id returning d.dag_id as "dagId"`,
};

/** Takes those of `dagIds` that no live scheduler owns. Returns which ones. */
export async function claimDags(database: Queryable, id: SchedulerId, dagIds: readonly DagId[]): Promise<DagId[]> {
  if (dagIds.length === 0) return [];
  return (await database.query<{ dagId: DagId }>(claimStatement, [id, dagIds])).map(({ dagId }) => dagId);
}

const releaseStatement: Statement = {
  name: 'release-dags',
  text: 'update dag set scheduler_id = null where dag_id = any($2) and scheduler_id = $1',
};

/** Gives DAGs back, so that another scheduler can claim them. */
export async function releaseDags(database: Queryable, id: SchedulerId, dagIds: readonly DagId[]): Promise<void> {
  if (dagIds.length > 0) await database.query(releaseStatement, [id, dagIds]);
}
