import type { DagId, DagRunKey, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { TASK_INSTANCE_DETAILS_COLUMNS, type TaskInstanceDetailsRow } from '../task-instance-details-row.ts';
import { type Filter, makeFilter, type ValueRange } from './filter.ts';
import { addDagIds, addDagPatterns, type DagRunRanges } from './list-dag-run-page.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

const UPDATED_AT = 'greatest(i.created_at, i.scheduled_at, i.queued_at, i.started_at, i.finished_at)';
const DURATION = 'extract(epoch from i.finished_at - i.started_at)::float8';

/** `id` stands for the run, whose task instances then come by task. */
export const TASK_INSTANCE_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'i.dag_run_id', type: 'uuid' },
  { name: 'state', sql: 'i.state', type: 'text' },
  { name: 'duration', sql: `(${DURATION})`, type: 'float8', isNullable: true },
  { name: 'start_date', sql: 'i.started_at', type: 'timestamptz', isNullable: true },
  { name: 'end_date', sql: 'i.finished_at', type: 'timestamptz', isNullable: true },
  { name: 'map_index', sql: 'i.map_index', type: 'int8' },
  { name: 'try_number', sql: 'i.try_number', type: 'int8' },
  { name: 'logical_date', sql: 'r.logical_date', type: 'timestamptz', isNullable: true },
  { name: 'run_after', sql: 'r.run_after', type: 'timestamptz' },
  { name: 'data_interval_start', sql: 'r.interval_start', type: 'timestamptz', isNullable: true },
  { name: 'data_interval_end', sql: 'r.interval_end', type: 'timestamptz', isNullable: true },
  { name: 'rendered_map_index', sql: 'i.map_index', type: 'int8' },
  { name: 'operator', sql: 'i.operator', type: 'text' },
  { name: 'task_id', sql: 'i.task_id', type: 'text' },
  { name: 'dag_id', sql: 'r.dag_id', type: 'text' },
  { name: 'run_id', sql: 'r.run_id', type: 'text' },
  { name: 'pool', sql: 'i.pool', type: 'text' },
  { name: 'queue', sql: 'i.queue', type: 'text' },
  { name: 'updated_at', sql: UPDATED_AT, type: 'timestamptz' },
];

export interface TaskInstancePageFilter extends DagRunRanges {
  /** One run. @default all */
  readonly dagRunKey?: DagRunKey | undefined;
  readonly dagIds?: readonly DagId[] | undefined;
  readonly runIds?: readonly RunId[] | undefined;
  readonly taskIds?: readonly TaskId[] | undefined;
  readonly states?: readonly TaskInstanceState[] | undefined;
  readonly pools?: readonly string[] | undefined;
  readonly queues?: readonly string[] | undefined;
  readonly executors?: readonly string[] | undefined;
  readonly operators?: readonly string[] | undefined;
  readonly tryNumbers?: readonly number[] | undefined;
  readonly mapIndexes?: readonly number[] | undefined;
  readonly versionNumbers?: readonly number[] | undefined;
  readonly startDate?: ValueRange | undefined;
  readonly endDate?: ValueRange | undefined;
  readonly updatedAt?: ValueRange | undefined;
  readonly duration?: ValueRange | undefined;
  readonly taskIdPattern?: string | undefined;
  readonly taskIdPrefixPattern?: string | undefined;
  readonly poolPattern?: string | undefined;
  readonly poolPrefixPattern?: string | undefined;
  readonly queuePattern?: string | undefined;
  readonly queuePrefixPattern?: string | undefined;
  readonly operatorPattern?: string | undefined;
  readonly operatorPrefixPattern?: string | undefined;
  readonly dagIdPattern?: string | undefined;
  readonly dagIdPrefixPattern?: string | undefined;
  readonly runIdPattern?: string | undefined;
  readonly runIdPrefixPattern?: string | undefined;
  /** True: something is asked for that no task instance has. */
  readonly isEmpty?: boolean;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

const RUN = 'join dag_run r on r.id = i.dag_run_id';

/** Runs that have not ended: read beforehand, since the planner would rather look through all runs than trust an index. */
const OF_OPEN_RUNS = 'i.dag_run_id = any(array(select u.id from dag_run u where u.finished_at is null))';

/** States of task instances whose run cannot have ended. */
const UNDER_WAY: ReadonlySet<TaskInstanceState> = new Set([
  'scheduled',
  'queued',
  'running',
  'up_for_retry',
  'up_for_reschedule',
  'deferred',
  'awaiting_input',
]);

/**
 * A page of task instances. Index: the primary key for those of a run; of a DAG through `dag_run`; of all see the
 * migration with the indexes of lists. Runs are joined for counting only when something of theirs is filtered by.
 */
export function listTaskInstancePage(
  database: Queryable,
  request: TaskInstancePageFilter,
): Promise<Page<TaskInstanceDetailsRow>> {
  const { states = [] } = request;
  // Runs that have not ended are few, and an index knows them.
  const isUnderWay = request.dagRunKey === undefined && states.length > 0 && states.every((one) => UNDER_WAY.has(one));
  const filter = makeFilter(...(request.isEmpty ? ['false'] : []), ...(isUnderWay ? [OF_OPEN_RUNS] : []));
  addOfRun(filter, request);
  const filtersRuns = filter.clause.includes('r.');
  filter.add('i.dag_run_id = ?', request.dagRunKey);
  addOfInstance(filter, request);
  return readPage<TaskInstanceDetailsRow>(database, {
    columns: TASK_INSTANCE_DETAILS_COLUMNS,
    tables: filtersRuns ? `task_instance i ${RUN}` : 'task_instance i',
    joins: filtersRuns ? '' : RUN,
    filter,
    order: request.order,
    page: request.page,
  });
}

function addOfRun(filter: Filter, request: TaskInstancePageFilter): void {
  addDagIds(filter, request.dagIds);
  filter.addOneOf('r.run_id', request.runIds);
  filter.addInstants('r.run_after', request.runAfter);
  filter.addInstants('r.logical_date', request.logicalDate);
  addDagPatterns(filter, request.dagIdPattern, request.dagIdPrefixPattern);
  filter.addPattern('r.run_id', request.runIdPattern);
  filter.addPrefixPattern('r.run_id', request.runIdPrefixPattern);
  if (request.versionNumbers === undefined || request.versionNumbers.length === 0) return;
  const version = 'select 1 from dag_version v where v.id = r.dag_version_id';
  filter.add(`exists (${version} and v.number = any(?::int8[]))`, request.versionNumbers);
}

function addOfInstance(filter: Filter, request: TaskInstancePageFilter): void {
  filter.add('i.task_id = any(?::text[])', request.taskIds);
  filter.addOneOf('i.state', request.states);
  filter.addOneOf('i.pool', request.pools);
  filter.addOneOf('i.queue', request.queues);
  filter.addOneOf('i.executor', request.executors);
  filter.addOneOf('i.operator', request.operators);
  filter.addOneOf('i.try_number', request.tryNumbers, 'int8');
  filter.addOneOf('i.map_index', request.mapIndexes, 'int8');
  filter.addInstants('i.started_at', request.startDate);
  filter.addInstants('i.finished_at', request.endDate);
  filter.addInstants(UPDATED_AT, request.updatedAt);
  filter.addNumbers(`(${DURATION})`, request.duration);
  filter.addPattern('i.task_id', request.taskIdPattern);
  filter.addPrefixPattern('i.task_id', request.taskIdPrefixPattern);
  filter.addPattern('i.pool', request.poolPattern);
  filter.addPrefixPattern('i.pool', request.poolPrefixPattern);
  filter.addPattern('i.queue', request.queuePattern);
  filter.addPrefixPattern('i.queue', request.queuePrefixPattern);
  filter.addPattern('i.operator', request.operatorPattern);
  filter.addPrefixPattern('i.operator', request.operatorPrefixPattern);
}
