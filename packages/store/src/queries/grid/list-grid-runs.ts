import type { DagId, DagRunKey, DagRunState, DagRunType, DagVersionId, RunId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from '../list-queries/filter.ts';

/** The head of a column of the grid. `*At` are milliseconds since the epoch. */
export interface GridRunRow {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly state: DagRunState;
  readonly runType: DagRunType;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly runAfterAt: number;
  readonly queuedAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly clearNumber: number;
  readonly hasNote: boolean;
  /** `run_after` with every digit, for the cursor. */
  readonly runAfterText: string;
}

const COLUMNS = `
  r.id as "dagRunKey", r.dag_id as "dagId", r.run_id as "runId", r.state, r.run_type as "runType",
  r.dag_version_id as "dagVersionId", r.logical_date as "logicalDateAt", r.run_after as "runAfterAt",
  r.queued_at as "queuedAt", r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.clear_number as "clearNumber", coalesce(r.note, '') <> '' as "hasNote", r.run_after::text as "runAfterText"`;

export interface GridRunFilter {
  readonly dagId: DagId;
  readonly states?: readonly DagRunState[] | undefined;
  readonly runTypes?: readonly DagRunType[] | undefined;
  /** Only runs older than this one: its `run_after` as text, and its key. */
  readonly before?: { readonly runAfterText: string; readonly dagRunKey: DagRunKey } | undefined;
  readonly limit: number;
}

/** Runs of a DAG, newest first. Index: `dag_run_newest`. */
export async function listGridRuns(database: Queryable, request: GridRunFilter): Promise<readonly GridRunRow[]> {
  const filter = makeFilter();
  filter.add('r.dag_id = ?', request.dagId);
  filter.addOneOf('r.state', request.states);
  filter.addOneOf('r.run_type', request.runTypes);
  if (request.before !== undefined) {
    const at = filter.value(request.before.runAfterText);
    filter.add(`(r.run_after, r.id) < (${at}::timestamptz, ?::uuid)`, request.before.dagRunKey);
  }
  const text = `select ${COLUMNS} from dag_run r ${filter.clause}
    order by r.run_after desc, r.id desc limit ${filter.value(request.limit)}`;
  return database.query<GridRunRow>({ name: '', text }, filter.values);
}

/** The heads of these runs; those that are gone are left out. Index: primary key. */
export async function readGridRuns(database: Queryable, runs: readonly DagRunKey[]): Promise<readonly GridRunRow[]> {
  return database.query<GridRunRow>(
    { name: 'read-grid-runs', text: `select ${COLUMNS} from dag_run r where r.id = any($1::uuid[])` },
    [runs],
  );
}
