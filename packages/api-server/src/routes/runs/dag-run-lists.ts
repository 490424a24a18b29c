import { getDagRun, getDagRuns, getDagRunsBatch, getUpstreamAssetEvents } from '@tradewind/contract';
import type { DagRunState } from '@tradewind/model';
import { DAG_RUN_ORDER, type DagRunPageFilter, type DagRunRow, listDagRunPage, type Page } from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField } from '../../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { presentDagRun } from '../../present/dag-run.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import {
  ALL,
  asksFor,
  dagScope,
  instantsOf,
  narrowedTo,
  numbersOf,
  refuseUnknownDag,
  requireDagRun,
} from './run-scope.ts';

export function dagRunListEndpoints(parts: RunParts): readonly Endpoint[] {
  const { database } = parts;
  return [
    handle(getDagRuns, async ({ params, query, caller }) => {
      const page = await listDagRunPage(database, {
        ...rangesOf(query),
        dagIds: dagScope(caller, 'DAG Runs', params.dag_id),
        updatedAt: instantsOf(query, 'updated_at'),
        confContains: query.conf_contains,
        runTypes: query.run_type,
        states: query.state,
        versionNumbers: query.dag_version,
        bundleVersion: query.bundle_version,
        runIdPattern: query.run_id_pattern,
        runIdPrefixPattern: query.run_id_prefix_pattern,
        userPattern: query.triggering_user_name_pattern,
        userPrefixPattern: query.triggering_user_name_prefix_pattern,
        dagIdPattern: query.dag_id_pattern,
        dagIdPrefixPattern: query.dag_id_prefix_pattern,
        isEmpty: asksFor(
          query.partition_key_pattern,
          query.partition_key_prefix_pattern,
          query.partition_date_gte,
          query.partition_date_lte,
          query.consuming_asset_pattern,
        ),
        order: orderOf(query.order_by!, DAG_RUN_ORDER, ['id']),
        page: pageOf(query),
      });
      await refuseUnknownDag(database, params.dag_id, page.total);
      return dagRunPage(parts, page, caller);
    }),
    handle(getDagRunsBatch, async ({ params, body, caller }) => {
      if (params.dag_id !== ALL) throw badField(['path', 'dag_id'], 'Input should be "~"', params.dag_id);
      const page = await listDagRunPage(database, {
        ...rangesOf(body),
        dagIds: narrowedTo(dagScope(caller, 'DAG Runs', ALL), body.dag_ids),
        states: body.states?.filter((state): state is DagRunState => state !== null),
        confContains: body.conf_contains ?? undefined,
        order: orderOf(body.order_by ? [body.order_by] : ['id'], DAG_RUN_ORDER, ['id']),
        page: pageOf({ limit: body.page_limit!, offset: body.page_offset! }),
      });
      return dagRunPage(parts, page, caller);
    }),
    handle(getDagRun, async ({ params, caller }) => {
      const run = await requireDagRun(database, params);
      return presentDagRun(run, (await versionsOf(parts, database, [run])).get(run.dagVersionId), caller);
    }),
    handle(getUpstreamAssetEvents, async ({ params }) => {
      await requireDagRun(database, params);
      return { asset_events: [], total_entries: 0 };
    }),
  ];
}

async function dagRunPage(parts: RunParts, page: Page<DagRunRow>, caller: Caller) {
  const versions = await versionsOf(parts, parts.database, page.rows);
  return collection(
    'dag_runs',
    page,
    page.rows.map((run) => presentDagRun(run, versions.get(run.dagVersionId), caller)),
  );
}

function rangesOf(given: Readonly<Record<string, unknown>>): Partial<DagRunPageFilter> {
  return {
    runAfter: instantsOf(given, 'run_after'),
    logicalDate: instantsOf(given, 'logical_date'),
    startDate: instantsOf(given, 'start_date'),
    endDate: instantsOf(given, 'end_date'),
    duration: numbersOf(given, 'duration'),
  };
}
