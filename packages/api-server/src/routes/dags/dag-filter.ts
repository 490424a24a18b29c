/** From the query of a list of DAGs to the filter of the store. */
import type { getDags, patchDags, QueryOf } from '@tradewind/contract';
import type { BundleVersionId } from '@tradewind/model';
import type { DagPageFilter, ValueRange } from '@tradewind/store';
import { parseInstant } from '../../http/instant.ts';
import { timetableKindOf } from '../../present/timetable.ts';
import type { LastRunFilter } from './last-runs.ts';

type Filters = Omit<DagPageFilter, 'order' | 'page' | 'userId' | 'dagIds' | 'lastRuns'>;

/** What lists and changes of many have in common. */
export function commonFilter(query: QueryOf<typeof patchDags> | QueryOf<typeof getDags>): Filters {
  return {
    tags: query.tags,
    isAnyTagEnough: query.tags_match_mode !== 'all',
    owners: query.owners,
    idPattern: query.dag_id_pattern,
    idPrefixPattern: query.dag_id_prefix_pattern,
    isActive: query.exclude_stale === false ? undefined : true,
    isPaused: query.paused,
  };
}

export function listFilter(query: QueryOf<typeof getDags>): Filters {
  return {
    ...commonFilter(query),
    namePattern: query.dag_display_name_pattern,
    namePrefixPattern: query.dag_display_name_prefix_pattern,
    hasImportErrors: query.has_import_errors,
    bundleName: query.bundle_name,
    bundleVersion: query.bundle_version as BundleVersionId | undefined,
    isFavorite: query.is_favorite,
    timetableKinds: query.timetable_type?.map(timetableKindOf),
  };
}

/** No DAG of this version waits for assets. */
export function asksForAssets(query: QueryOf<typeof getDags>): boolean {
  return query.has_asset_schedule === true || (query.asset_dependency ?? '') !== '';
}

/** What is asked of the last run; null: nothing. */
export function lastRunFilter(query: QueryOf<typeof getDags>): LastRunFilter | null {
  const [one, any] = [query.last_dag_run_state, query.dag_run_state];
  const states = one === undefined || any === undefined ? any : any.filter((state) => state === one);
  const filter: LastRunFilter = {
    states: states ?? (one === undefined ? undefined : [one]),
    startedAt: instants({
      gte: query.dag_run_start_date_gte,
      gt: query.dag_run_start_date_gt,
      lte: query.dag_run_start_date_lte,
      lt: query.dag_run_start_date_lt,
    }),
    finishedAt: instants({
      gte: query.dag_run_end_date_gte,
      gt: query.dag_run_end_date_gt,
      lte: query.dag_run_end_date_lte,
      lt: query.dag_run_end_date_lt,
    }),
  };
  return Object.values(filter).some((value) => value !== undefined) ? filter : null;
}

/** Undefined when no end of the range is given. */
function instants(texts: { readonly [End in keyof ValueRange]: string | undefined }): ValueRange | undefined {
  const given = Object.entries(texts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (given.length === 0) return undefined;
  return Object.fromEntries(given.map(([end, text]) => [end, parseInstant(text)]));
}
