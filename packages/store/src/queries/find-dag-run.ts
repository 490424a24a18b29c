import type { DagId, DagRunKey, RunId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from './dag-run-row.ts';

const findByName: Statement = {
  name: 'find-dag-run',
  text: `select ${DAG_RUN_COLUMNS} from dag_run r where r.dag_id = $1 and r.run_id = $2`,
};

const findByKey: Statement = {
  name: 'find-dag-run-by-key',
  text: `select ${DAG_RUN_COLUMNS} from dag_run r where r.id = $1`,
};

/** The run of a DAG by its name; null when there is none. Index: the unique one over both. */
export async function findDagRun(database: Queryable, dagId: DagId, runId: RunId): Promise<DagRunRow | null> {
  const [row] = await database.query<DagRunRow>(findByName, [dagId, runId]);
  return row ?? null;
}

/** The run with this key; null when there is none. Index: primary key. */
export async function findDagRunByKey(database: Queryable, dagRunKey: DagRunKey): Promise<DagRunRow | null> {
  const [row] = await database.query<DagRunRow>(findByKey, [dagRunKey]);
  return row ?? null;
}
