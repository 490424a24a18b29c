import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const pauseDagsStatement: Statement = {
  name: 'pause-dags',
  text: `update dag set is_paused = $2, revision = revision + 1
         where dag_id = any($1::text[]) and is_paused <> $2
         returning dag_id as "dagId"`,
};

/**
 * Pauses DAGs, or un-pauses them. Returns the ids of those that were not so before.
 *
 * Tell the schedulers in the same transaction. Locks: the rows of the DAGs. Index: primary key.
 */
export async function pauseDags(
  database: Queryable,
  dagIds: readonly DagId[],
  isPaused: boolean,
): Promise<readonly DagId[]> {
  const rows = await database.query<{ dagId: DagId }>(pauseDagsStatement, [dagIds, isPaused]);
  return rows.map(({ dagId }) => dagId);
}
