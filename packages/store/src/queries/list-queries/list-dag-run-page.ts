import type { DagId, DagRunKey, DagRunState, RunId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from '../dag-run-row.ts';
import { type Filter, makeFilter, type ValueRange, type Wrap } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

const UPDATED_AT = 'greatest(r.queued_at, r.started_at, r.finished_at)';
const DURATION = 'extract(epoch from r.finished_at - r.started_at)::float8';

export const DAG_RUN_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'r.id', type: 'uuid' },
  { name: 'state', sql: 'r.state', type: 'text' },
  { name: 'dag_id', sql: 'r.dag_id', type: 'text' },
  { name: 'run_id', sql: 'r.run_id', type: 'text' },
  { name: 'dag_run_id', sql: 'r.run_id', type: 'text' },
  { name: 'logical_date', sql: 'r.logical_date', type: 'timestamptz', isNullable: true },
  { name: 'run_after', sql: 'r.run_after', type: 'timestamptz' },
  { name: 'start_date', sql: 'r.started_at', type: 'timestamptz', isNullable: true },
  { name: 'end_date', sql: 'r.finished_at', type: 'timestamptz', isNullable: true },
  { name: 'updated_at', sql: UPDATED_AT, type: 'timestamptz' },
  { name: 'duration', sql: `(${DURATION})`, type: 'float8', isNullable: true },
  { name: 'conf', sql: 'r.conf::text', type: 'text' },
  { name: 'partition_date', sql: 'null::timestamptz', type: 'timestamptz', isNullable: true },
];

/** Ranges that runs are filtered by; instants are milliseconds since the epoch, durations seconds. */
export interface DagRunRanges {
  readonly runAfter?: ValueRange | undefined;
  readonly logicalDate?: ValueRange | undefined;
}

export interface DagRunPageFilter extends DagRunRanges {
  /** Runs of these DAGs. @default all */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly keys?: readonly DagRunKey[] | undefined;
  readonly runIds?: readonly RunId[] | undefined;
  readonly startDate?: ValueRange | undefined;
  readonly endDate?: ValueRange | undefined;
  readonly updatedAt?: ValueRange | undefined;
  readonly duration?: ValueRange | undefined;
  readonly confContains?: string | undefined;
  readonly runTypes?: readonly string[] | undefined;
  readonly states?: readonly DagRunState[] | undefined;
  readonly versionNumbers?: readonly number[] | undefined;
  readonly bundleVersion?: string | undefined;
  readonly runIdPattern?: string | undefined;
  readonly runIdPrefixPattern?: string | undefined;
  readonly userPattern?: string | undefined;
  readonly userPrefixPattern?: string | undefined;
  readonly dagIdPattern?: string | undefined;
  readonly dagIdPrefixPattern?: string | undefined;
  /** True: something is asked for that no run has, such as a partition. */
  readonly isEmpty?: boolean;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** A page of runs. Index: by the order and the DAG, see the migration with the indexes of lists. */
export function listDagRunPage(database: Queryable, request: DagRunPageFilter): Promise<Page<DagRunRow>> {
  const filter = makeFilter(...(request.isEmpty ? ['false'] : []));
  addDagIds(filter, request.dagIds);
  filter.addOneOf('r.id', request.keys, 'uuid');
  filter.addOneOf('r.run_id', request.runIds);
  filter.addOneOf('r.state', request.states);
  filter.addOneOf('r.run_type', request.runTypes);
  filter.addInstants('r.run_after', request.runAfter);
  filter.addInstants('r.logical_date', request.logicalDate);
  filter.addInstants('r.started_at', request.startDate);
  filter.addInstants('r.finished_at', request.endDate);
  filter.addInstants(UPDATED_AT, request.updatedAt);
  filter.addNumbers(`(${DURATION})`, request.duration);
  if (request.confContains !== undefined && request.confContains !== '')
    // An empty conf holds nothing that one looks for, and the index knows those that are not empty.
    filter.add(`r.conf <> '{}'::jsonb and position(lower(?) in lower(r.conf::text)) > 0`, request.confContains);
  addPatterns(filter, request);
  if (request.versionNumbers !== undefined && request.versionNumbers.length > 0) {
    const version = 'select 1 from dag_version v where v.id = r.dag_version_id';
    filter.add(`exists (${version} and v.number = any(?::int8[]))`, request.versionNumbers);
  }
  filter.add(
    'exists (select 1 from dag_version v where v.id = r.dag_version_id and v.bundle_version_id = ?)',
    request.bundleVersion,
  );
  const { order, page } = request;
  return readPage<DagRunRow>(database, { columns: DAG_RUN_COLUMNS, tables: 'dag_run r', filter, order, page });
}

function addPatterns(filter: Filter, request: DagRunPageFilter): void {
  filter.addPattern('r.run_id', request.runIdPattern);
  filter.addPrefixPattern('r.run_id', request.runIdPrefixPattern);
  filter.addPattern('r.triggered_by_user', request.userPattern);
  filter.addPrefixPattern('r.triggered_by_user', request.userPrefixPattern);
  addDagPatterns(filter, request.dagIdPattern, request.dagIdPrefixPattern);
}

/** Looks for the DAGs first, which are fewer than their runs. */
export function addDagPatterns(filter: Filter, pattern: string | undefined, prefixPattern: string | undefined): void {
  const ofDags: Wrap = (condition) => `r.dag_id in (select d.dag_id from dag d where ${condition})`;
  filter.addPattern('d.dag_id', pattern, ofDags);
  filter.addPrefixPattern('d.dag_id', prefixPattern, ofDags);
}

/** Runs of one DAG, of some, or of all; none of them when the list is empty. */
export function addDagIds(filter: Filter, dagIds: readonly DagId[] | undefined): void {
  if (dagIds === undefined) return;
  if (dagIds.length === 1) filter.add('r.dag_id = ?', dagIds[0]);
  else filter.add('r.dag_id = any(?::text[])', dagIds);
}
