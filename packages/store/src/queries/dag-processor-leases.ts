/** The statements about the lives of DAG processors, which only make sense together. */
import type { DagProcessorId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const beatStatement: Statement = {
  name: 'beat-dag-processor',
  text: `with gone as (delete from dag_processor where lease_until < clock_timestamp() - interval '7 days')
         insert into dag_processor (id, bundle_name, hostname, pid, lease_until)
         values ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond')
         on conflict (id) do update
         set heartbeat_at = clock_timestamp(), lease_until = excluded.lease_until, ended_at = null`,
};

/** Says that a DAG processor is alive; forgets those that were not heard of for a week. */
export async function beatDagProcessor(
  database: Queryable,
  processor: {
    readonly id: DagProcessorId;
    readonly bundleName: string;
    readonly hostname: string;
    readonly pid: number;
    readonly leaseMs: number;
  },
): Promise<void> {
  const { id, bundleName, hostname, pid, leaseMs } = processor;
  await database.query(beatStatement, [id, bundleName, hostname, pid, leaseMs]);
}

const endStatement: Statement = {
  name: 'end-dag-processor',
  text: 'update dag_processor set ended_at = clock_timestamp() where id = $1',
};

/** Says that it has stopped. */
export async function endDagProcessor(database: Queryable, id: DagProcessorId): Promise<void> {
  await database.query(endStatement, [id]);
}
