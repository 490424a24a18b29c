import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { BulkBody, BulkResponse } from '../schemas/bulk.ts';
import {
  BulkDagRun,
  ClearPartitionsAnswer,
  ClearPartitionsBody,
  DAG_RUN_ORDER_NAMES,
  DagRun,
  DagRunClearBody,
  DagRunCollection,
  DagRunFilters,
  DagRunPatchBody,
  DagRunsBatchBody,
  DagRunsClearBody,
  TriggerDagRunBody,
} from '../schemas/dag-run.ts';
import { Collection, orderBy, PageQuery } from '../schemas/page.ts';
import { ClearPreview } from '../schemas/task-instance.ts';
import { AnyJson, DryRunQuery, JsonObjectSchema, UpdateMask } from '../schemas/values.ts';

const RUNS = '/api/v2/dags/{dag_id}/dagRuns';
const RUN = `${RUNS}/{dag_run_id}` as const;
const tag = 'DagRun';
const mayClear = permittedAll(['can_edit', 'DAG Runs'], ['can_edit', 'Task Instances']);

export const getDagRuns = route({
  id: 'get_dag_runs',
  method: 'GET',
  path: RUNS,
  tag,
  summary: 'The runs of a DAG; of all DAGs with `~`.',
  query: Type.Object({ ...PageQuery, order_by: orderBy(DAG_RUN_ORDER_NAMES, 'id'), ...DagRunFilters }),
  answers: { 200: DagRunCollection },
  rule: permitted('can_read', 'DAG Runs'),
});

export const getDagRunsBatch = route({
  id: 'get_list_dag_runs_batch',
  method: 'POST',
  path: `${RUNS}/list`,
  tag,
  summary: 'Runs of any DAGs, by filters in the body. The DAG in the path must be `~`.',
  body: DagRunsBatchBody,
  answers: { 200: DagRunCollection },
  rule: permitted('can_read', 'DAG Runs'),
  isReadOnly: true,
});

export const getDagRun = route({
  id: 'get_dag_run',
  method: 'GET',
  path: RUN,
  tag,
  summary: 'One run.',
  answers: { 200: DagRun },
  rule: permitted('can_read', 'DAG Runs'),
});

export const triggerDagRun = route({
  id: 'trigger_dag_run',
  method: 'POST',
  path: RUNS,
  tag,
  summary: 'Starts a run.',
  query: DryRunQuery,
  body: TriggerDagRunBody,
  answers: { 200: DagRun },
  rule: permitted('can_create', 'DAG Runs'),
});

export const patchDagRun = route({
  id: 'patch_dag_run',
  method: 'PATCH',
  path: RUN,
  tag,
  summary: 'Marks a run as queued, success or failed, or notes something about it.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: DagRunPatchBody,
  answers: { 200: DagRun },
  rule: permitted('can_edit', 'DAG Runs'),
});

export const deleteDagRun = route({
  id: 'delete_dag_run',
  method: 'DELETE',
  path: RUN,
  tag,
  summary: 'Deletes a run with all that belongs to it.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'DAG Runs'),
});

export const bulkDagRuns = route({
  id: 'bulk_dag_runs',
  method: 'PATCH',
  path: RUNS,
  tag,
  summary: 'Marks or deletes many runs.',
  query: DryRunQuery,
  body: BulkBody({ create: BulkDagRun, update: BulkDagRun, delete: BulkDagRun }),
  answers: { 200: BulkResponse },
  rule: permitted('can_edit', 'DAG Runs'),
});

export const clearDagRun = route({
  id: 'clear_dag_run',
  method: 'POST',
  path: `${RUN}/clear`,
  tag,
  summary: 'Clears the task instances of a run, so that they run again.',
  description: 'With `dry_run`, which is the default, it answers the task instances that would be cleared.',
  body: DagRunClearBody,
  answers: { 200: Type.Union([ClearPreview, DagRun]) },
  rule: mayClear,
});

export const clearDagRuns = route({
  id: 'clear_dag_runs',
  method: 'POST',
  path: '/api/v2/dags/{dag_id}/clearDagRuns',
  tag,
  summary: 'Clears the task instances of several runs.',
  body: DagRunsClearBody,
  answers: { 200: Type.Union([ClearPreview, DagRunCollection]) },
  rule: mayClear,
});

export const clearDagRunPartitions = route({
  id: 'clear_dag_run_partitions',
  method: 'POST',
  path: '/api/v2/dags/{dag_id}/clearPartitions',
  tag,
  summary: 'Clears the runs of partitions. No run has a partition yet, so that it clears none.',
  body: ClearPartitionsBody,
  answers: { 200: ClearPartitionsAnswer },
  rule: mayClear,
  isReadOnly: true,
});

export const getUpstreamAssetEvents = route({
  id: 'get_upstream_asset_events',
  method: 'GET',
  path: `${RUN}/upstreamAssetEvents`,
  tag,
  summary: 'The events of assets that started a run. There are none yet.',
  answers: { 200: Collection('asset_events', JsonObjectSchema) },
  rule: permitted('can_read', 'DAG Runs', 'Assets'),
});

export const waitDagRun = route({
  id: 'wait_dag_run_until_finished',
  method: 'GET',
  path: `${RUN}/wait`,
  tag: 'experimental',
  summary: 'Waits for the end of a run, with a line of JSON for each of its states.',
  description: 'The last line holds the results of the tasks that `result` names; left out, the result of the DAG.',
  query: Type.Object({
    interval: Type.Number({
      exclusiveMinimum: 0,
      maximum: 3600,
      description: 'Seconds after which the state is said again although it has not changed.',
    }),
    result: Type.Optional(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 1000 })),
  }),
  answers: { 200: AnyJson },
  contentType: 'application/x-ndjson',
  rule: permitted('can_read', 'DAG Runs', 'XComs'),
});

export const dagRunRoutes: readonly Route[] = [
  getDagRuns,
  getDagRunsBatch,
  getDagRun,
  triggerDagRun,
  patchDagRun,
  deleteDagRun,
  bulkDagRuns,
  clearDagRun,
  clearDagRuns,
  clearDagRunPartitions,
  getUpstreamAssetEvents,
  waitDagRun,
];
