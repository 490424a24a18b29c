import type { BundleVersionId, DagId, SerializedTimetable, UserId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import { encodeArray, textElement } from '../../encode-array.ts';
import type { LastRunTable } from '../dags/read-last-runs.ts';
import { type Filter, makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

const SHOWN_NAME = 'coalesce(d.display_name, d.dag_id)';

/** What DAGs are ordered by: Airflow's names, and more; `state` and `start_date` are those of the last run. */
export const DAG_ORDER: readonly OrderColumn[] = [
  { name: 'dag_id', sql: 'd.dag_id', type: 'text' },
  { name: 'dag_display_name', sql: SHOWN_NAME, type: 'text' },
  { name: 'next_dagrun', sql: 'd.next_run_after', type: 'timestamptz', isNullable: true },
  { name: 'state', sql: 'r.state', type: 'text', isNullable: true },
  { name: 'start_date', sql: 'r.started_at', type: 'timestamptz', isNullable: true },
  { name: 'last_run_state', sql: 'r.state', type: 'text', isNullable: true },
  { name: 'last_run_start_date', sql: 'r.started_at', type: 'timestamptz', isNullable: true },
  { name: 'owner', sql: 'd.owner', type: 'text' },
  { name: 'is_paused', sql: 'd.is_paused', type: 'bool' },
  { name: 'last_parsed_time', sql: 'd.last_parsed_at', type: 'timestamptz' },
];

export interface DagPageFilter {
  /** Only among these. */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Whether one of the tags is enough. @default true */
  readonly isAnyTagEnough?: boolean | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly idPattern?: string | undefined;
  readonly idPrefixPattern?: string | undefined;
  readonly namePattern?: string | undefined;
  readonly namePrefixPattern?: string | undefined;
  readonly isActive?: boolean | undefined;
  readonly isPaused?: boolean | undefined;
  readonly hasImportErrors?: boolean | undefined;
  readonly bundleName?: string | undefined;
  readonly bundleVersion?: BundleVersionId | undefined;
  readonly timetableKinds?: readonly SerializedTimetable['kind'][] | undefined;
  /** Whether `userId` has marked it. */
  readonly isFavorite?: boolean | undefined;
  readonly userId: UserId;
  /** The last runs of all DAGs, for an order by them. */
  readonly lastRuns?: LastRunTable | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Whether an order is by something of the last run, so that the page needs `lastRuns`. */
export function needsLastRuns(order: readonly OrderTerm[]): boolean {
  return order.some(({ sql }) => sql.startsWith('r.'));
}

/**
 * The ids of a page of DAGs; `readDagSummaries` says more of them.
 *
 * Indexes: the primary key, `dag_by_display_name`.
 */
export function listDagPage(database: Queryable, request: DagPageFilter): Promise<Page<{ dagId: DagId }>> {
  const filter = makeFilter();
  addConditions(filter, request);
  const { dagIds, states, startedAts } = request.lastRuns ?? NO_RUNS;
  return readPage<{ dagId: DagId }>(database, {
    columns: 'd.dag_id as "dagId"',
    tables: 'dag d',
    joins: (value) =>
      needsLastRuns(request.order)
        ? `left join unnest(${value(dagIds)}::text[], ${value(states)}::text[], ${value(startedAts)}::timestamptz[])
             as r (dag_id, state, started_at) on r.dag_id = d.dag_id`
        : '',
    filter,
    order: request.order,
    page: request.page,
  });
}

const NO_RUNS: LastRunTable = { dagIds: null, states: null, startedAts: null };

type Conditions = Omit<DagPageFilter, 'order' | 'page' | 'lastRuns'>;

function addConditions(filter: Filter, request: Conditions): void {
  // There may be thousands of them.
  if (request.dagIds !== undefined)
    filter.add(
      'd.dag_id = any(?::text[])',
      encodeArray(textElement, request.dagIds, (dagId) => dagId),
    );
  if (request.tags !== undefined && request.tags.length > 0)
    filter.add(`d.tags ${(request.isAnyTagEnough ?? true) ? '&&' : '@>'} ?::text[]`, request.tags);
  if (request.owners !== undefined && request.owners.length > 0)
    filter.add(`string_to_array(replace(d.owner, ', ', ','), ',') && ?::text[]`, request.owners);
  filter.addPattern('d.dag_id', request.idPattern);
  filter.addPrefixPattern('d.dag_id', request.idPrefixPattern);
  filter.addPattern(SHOWN_NAME, request.namePattern);
  filter.addPrefixPattern(SHOWN_NAME, request.namePrefixPattern);
  filter.add('d.is_active = ?', request.isActive);
  filter.add('d.is_paused = ?', request.isPaused);
  filter.add('d.bundle_name = ?', request.bundleName);
  const version = 'select 1 from dag_version v where v.id = d.current_version_id';
  filter.add(`exists (${version} and v.bundle_version_id = ?)`, request.bundleVersion);
  filter.add(`exists (${version} and v.summary -> 'timetable' ->> 'kind' = any(?::text[]))`, request.timetableKinds);
  filter.add(
    'exists (select 1 from import_error e where e.bundle_name = d.bundle_name and e.file = d.file) = ?',
    request.hasImportErrors,
  );
  if (request.isFavorite === undefined) return;
  const favorite = `d.dag_id in (select f.dag_id from dag_favorite f where f.user_id = ?)`;
  filter.add(request.isFavorite ? favorite : `not ${favorite}`, request.userId);
}
