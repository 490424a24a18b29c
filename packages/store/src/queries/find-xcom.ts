import type { EncodedValue } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

const findXComStatement: Statement = {
  name: 'find-xcom',
  text: `select x.value from xcom x join dag_run r on r.id = x.dag_run_id
         where r.dag_id = $1 and r.run_id = $2 and x.task_id = $3 and x.map_index = $4 and x.key = $5`,
};

/** One XCom; null when there is none. Index: dag_run (dag_id, run_id), then the primary key. */
export async function findXCom(
  database: Queryable,
  of: {
    readonly dagId: string;
    readonly runId: string;
    readonly taskId: string;
    readonly mapIndex: number;
    readonly key: string;
  },
): Promise<EncodedValue | null> {
  const [row] = await database.query<{ value: EncodedValue }>(findXComStatement, [
    of.dagId,
    of.runId,
    of.taskId,
    of.mapIndex,
    of.key,
  ]);
  return row?.value ?? null;
}
