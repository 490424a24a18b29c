import type { DagId, DagRunKey, DagVersionId, RunId, TaskId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { makeFilter } from './filter.ts';
import { addDagIds, addDagPatterns, type DagRunRanges } from './list-dag-run-page.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** An XCom without its value. `*At` are milliseconds since the epoch. */
export interface XComRow {
  readonly dagRunKey: DagRunKey;
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly dagVersionId: DagVersionId;
  readonly logicalDateAt: number | null;
  readonly runAfterAt: number;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly key: string;
  readonly createdAt: number;
}

export const XCOM_ORDER: readonly OrderColumn[] = [
  { name: 'key', sql: 'x.key', type: 'text' },
  { name: 'dag_id', sql: 'r.dag_id', type: 'text' },
  { name: 'run_id', sql: 'r.run_id', type: 'text' },
  { name: 'task_id', sql: 'x.task_id', type: 'text' },
  { name: 'map_index', sql: 'x.map_index', type: 'int8' },
  { name: 'timestamp', sql: 'x.created_at', type: 'timestamptz' },
  { name: 'run_after', sql: 'r.run_after', type: 'timestamptz' },
];

export interface XComPageFilter extends DagRunRanges {
  readonly dagRunKey?: DagRunKey | undefined;
  readonly dagIds?: readonly DagId[] | undefined;
  readonly taskId?: TaskId | undefined;
  readonly runId?: RunId | undefined;
  readonly key?: string | undefined;
  readonly mapIndex?: number | undefined;
  readonly keyPattern?: string | undefined;
  readonly keyPrefixPattern?: string | undefined;
  readonly dagPattern?: string | undefined;
  readonly dagPrefixPattern?: string | undefined;
  readonly runIdPattern?: string | undefined;
  readonly runIdPrefixPattern?: string | undefined;
  readonly taskIdPattern?: string | undefined;
  readonly taskIdPrefixPattern?: string | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** A page of XComs. Index: the primary key for those of a run; of a DAG through `dag_run`. */
export function listXComPage(database: Queryable, request: XComPageFilter): Promise<Page<XComRow>> {
  const filter = makeFilter();
  filter.add('x.dag_run_id = ?', request.dagRunKey);
  addDagIds(filter, request.dagIds);
  filter.add('r.run_id = ?', request.runId);
  filter.add('x.task_id = ?', request.taskId);
  filter.add('x.key = ?', request.key);
  filter.add('x.map_index = ?', request.mapIndex);
  filter.addInstants('r.run_after', request.runAfter);
  filter.addInstants('r.logical_date', request.logicalDate);
  filter.addPattern('x.key', request.keyPattern);
  filter.addPrefixPattern('x.key', request.keyPrefixPattern);
  addDagPatterns(filter, request.dagPattern, request.dagPrefixPattern);
  filter.addPattern('r.run_id', request.runIdPattern);
  filter.addPrefixPattern('r.run_id', request.runIdPrefixPattern);
  filter.addPattern('x.task_id', request.taskIdPattern);
  filter.addPrefixPattern('x.task_id', request.taskIdPrefixPattern);
  return readPage<XComRow>(database, {
    columns: `x.dag_run_id as "dagRunKey", r.dag_id as "dagId", r.run_id as "runId", r.dag_version_id as "dagVersionId",
      r.logical_date as "logicalDateAt", r.run_after as "runAfterAt", x.task_id as "taskId", x.map_index as "mapIndex",
      x.key, x.created_at as "createdAt"`,
    tables: 'xcom x join dag_run r on r.id = x.dag_run_id',
    filter,
    order: request.order,
    page: request.page,
  });
}
