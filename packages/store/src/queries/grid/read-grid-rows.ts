import type { DagId, DagVersionId, TaskId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** The rows of the grid for one version of a DAG. */
export interface GridRowsRow {
  readonly dagVersionId: DagVersionId;
  readonly number: number;
  /** Names what the version means; versions with the same rows may have different ones. */
  readonly hash: string;
  /** In the order of the version. */
  readonly taskIds: readonly TaskId[];
  /** The rows of the tasks as the database orders their ids; see `readGridCells`. */
  readonly byTaskId: readonly number[];
  /** See `readGridCells`. */
  readonly checksum: number;
}

const COLUMNS = `
  v.id as "dagVersionId", v.number, v.hash,
  array(select t.task ->> 'task_id' from jsonb_array_elements(v.task_rows) with ordinality as t(task, place)
        order by t.place) as "taskIds",
  array(select (t.place - 1)::int from jsonb_array_elements(v.task_rows) with ordinality as t(task, place)
        order by t.task ->> 'task_id') as "byTaskId",
  (select coalesce(sum(hashtext(t.task ->> 'task_id')::int8), 0)::int8
   from jsonb_array_elements(v.task_rows) as t(task)) as checksum`;

const byIds: Statement = {
  name: 'read-grid-rows',
  text: `select ${COLUMNS} from dag_version v where v.id = any($1::uuid[])`,
};

/** Index: primary key. */
export async function readGridRows(
  database: Queryable,
  versions: readonly DagVersionId[],
): Promise<readonly GridRowsRow[]> {
  return database.query<GridRowsRow>(byIds, [versions]);
}

const byHash: Statement = {
  name: 'find-grid-version',
  text: `select v.id from dag_version v where v.dag_id = $1 and v.hash = $2 order by v.number desc limit 1`,
};

/** The newest version with this hash; null when there is none. Index: `dag_version_dag_id_number_key`. */
export async function findVersionByHash(database: Queryable, dagId: DagId, hash: string): Promise<DagVersionId | null> {
  const [row] = await database.query<{ id: DagVersionId }>(byHash, [dagId, hash]);
  return row?.id ?? null;
}

const inForce: Statement = {
  name: 'find-version-in-force',
  text: `select d.current_version_id as id from dag d where d.dag_id = $1`,
};

/** Null when no version is in force; undefined when there is no such DAG. Index: primary key. */
export async function findVersionInForce(database: Queryable, dagId: DagId): Promise<DagVersionId | null | undefined> {
  const [row] = await database.query<{ id: DagVersionId | null }>(inForce, [dagId]);
  return row === undefined ? undefined : row.id;
}
