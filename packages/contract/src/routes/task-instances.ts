import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { BulkBody, BulkResponse } from '../schemas/bulk.ts';
import { orderBy, PageQuery } from '../schemas/page.ts';
import {
  BulkTaskInstance,
  ClearTaskInstancesBody,
  ExternalLogUrl,
  ExtraLinkCollection,
  MappedTaskInstanceFilters,
  TASK_INSTANCE_ORDER_NAMES,
  TaskDependencyCollection,
  TaskInstance,
  TaskInstanceCollection,
  TaskInstanceFilters,
  TaskInstancePatchBody,
  TaskInstancesBatchBody,
  TaskInstanceTry,
  TaskInstanceTryCollection,
} from '../schemas/task-instance.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';

export const TASK_INSTANCES = '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances';
export const TASK_INSTANCE = `${TASK_INSTANCES}/{task_id}` as const;
const INDEXED = `${TASK_INSTANCE}/{map_index}` as const;
const GROUP = '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskGroupInstances/{group_id}';

const tag = 'Task Instance';
const mapIndex = Type.Integer({ minimum: -1, maximum: 2_147_483_647 });
const tryNumber = Type.Integer({ minimum: 0, maximum: 2_147_483_647 });
const mayRead = permitted('can_read', 'Task Instances');
const mayEdit = permitted('can_edit', 'Task Instances');

export const ofTaskInstance = {
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  task_id: Type.String(),
} as const;
export const INDEXED_PARAMS = Type.Object({ ...ofTaskInstance, map_index: mapIndex });
const mapIndexQuery = { map_index: Type.Optional(mapIndex) } as const;
const MapIndexQuery = Type.Object(mapIndexQuery);

export const getTaskInstances = route({
  id: 'get_task_instances',
  method: 'GET',
  path: TASK_INSTANCES,
  tag,
  summary: 'The task instances of a run; of all runs, or all DAGs, with `~`.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(TASK_INSTANCE_ORDER_NAMES, 'id'),
    ...TaskInstanceFilters,
  }),
  answers: { 200: TaskInstanceCollection },
  rule: mayRead,
});

export const getTaskInstancesBatch = route({
  id: 'get_task_instances_batch',
  method: 'POST',
  path: `${TASK_INSTANCES}/list`,
  tag,
  summary: 'Task instances of any DAGs, by filters in the body. DAG and run in the path must be `~`.',
  body: TaskInstancesBatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayRead,
  isReadOnly: true,
});

export const getTaskInstance = route({
  id: 'get_task_instance',
  method: 'GET',
  path: TASK_INSTANCE,
  tag,
  summary: 'One task instance of a task that is not mapped.',
  answers: { 200: TaskInstance },
  rule: mayRead,
});

export const getMappedTaskInstance = route({
  id: 'get_mapped_task_instance',
  method: 'GET',
  path: INDEXED,
  tag,
  summary: 'One task instance.',
  params: INDEXED_PARAMS,
  answers: { 200: TaskInstance },
  rule: mayRead,
});

export const getMappedTaskInstances = route({
  id: 'get_mapped_task_instances',
  method: 'GET',
  path: `${TASK_INSTANCE}/listMapped`,
  tag,
  summary: 'The instances of a mapped task.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(TASK_INSTANCE_ORDER_NAMES, 'map_index'),
    ...MappedTaskInstanceFilters,
  }),
  answers: { 200: TaskInstanceCollection },
  rule: mayRead,
});

export const getTaskInstanceDependencies = route({
  id: 'get_task_instance_dependencies',
  method: 'GET',
  path: `${TASK_INSTANCE}/dependencies`,
  tag,
  summary: 'What keeps a task instance from running.',
  query: MapIndexQuery,
  answers: { 200: TaskDependencyCollection },
  rule: mayRead,
});

export const getMappedTaskInstanceDependencies = route({
  id: 'get_task_instance_dependencies_by_map_index',
  method: 'GET',
  path: `${INDEXED}/dependencies`,
  tag,
  summary: 'What keeps a task instance from running.',
  params: INDEXED_PARAMS,
  answers: { 200: TaskDependencyCollection },
  rule: mayRead,
});

export const getTaskInstanceTries = route({
  id: 'get_task_instance_tries',
  method: 'GET',
  path: `${TASK_INSTANCE}/tries`,
  tag,
  summary: 'The tries of a task instance.',
  query: MapIndexQuery,
  answers: { 200: TaskInstanceTryCollection },
  rule: mayRead,
});

export const getMappedTaskInstanceTries = route({
  id: 'get_mapped_task_instance_tries',
  method: 'GET',
  path: `${INDEXED}/tries`,
  tag,
  summary: 'The tries of a task instance.',
  params: INDEXED_PARAMS,
  answers: { 200: TaskInstanceTryCollection },
  rule: mayRead,
});

export const getTaskInstanceTry = route({
  id: 'get_task_instance_try_details',
  method: 'GET',
  path: `${TASK_INSTANCE}/tries/{task_try_number}`,
  tag,
  summary: 'One try of a task instance.',
  params: Type.Object({ ...ofTaskInstance, task_try_number: tryNumber }),
  query: MapIndexQuery,
  answers: { 200: TaskInstanceTry },
  rule: mayRead,
});

export const getMappedTaskInstanceTry = route({
  id: 'get_mapped_task_instance_try_details',
  method: 'GET',
  path: `${INDEXED}/tries/{task_try_number}`,
  tag,
  summary: 'One try of a task instance.',
  params: Type.Object({ ...INDEXED_PARAMS.properties, task_try_number: tryNumber }),
  answers: { 200: TaskInstanceTry },
  rule: mayRead,
});

const MarkQuery = Type.Object({ update_mask: UpdateMask, ...mapIndexQuery });

export const patchTaskInstance = route({
  id: 'patch_task_instance',
  method: 'PATCH',
  path: TASK_INSTANCE,
  tag,
  summary: 'Marks a task instance as success, failed or skipped, or notes something about it.',
  query: Type.Object({ ...MarkQuery.properties, ...DryRunQuery.properties }),
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
});

export const patchMappedTaskInstance = route({
  id: 'patch_task_instance_by_map_index',
  method: 'PATCH',
  path: INDEXED,
  tag,
  summary: 'Marks a task instance as success, failed or skipped, or notes something about it.',
  params: INDEXED_PARAMS,
  query: Type.Object({ update_mask: UpdateMask, ...DryRunQuery.properties }),
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
});

export const patchTaskInstanceDryRun = route({
  id: 'patch_task_instance_dry_run',
  method: 'PATCH',
  path: `${TASK_INSTANCE}/dry_run`,
  tag,
  summary: 'The task instances whose state marking would change.',
  query: MarkQuery,
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
  isReadOnly: true,
});

export const patchMappedTaskInstanceDryRun = route({
  id: 'patch_task_instance_dry_run_by_map_index',
  method: 'PATCH',
  path: `${INDEXED}/dry_run`,
  tag,
  summary: 'The task instances whose state marking would change.',
  params: INDEXED_PARAMS,
  query: Type.Object({ update_mask: UpdateMask }),
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
  isReadOnly: true,
});

export const patchTaskGroupInstances = route({
  id: 'patch_task_group_instances',
  method: 'PATCH',
  path: GROUP,
  tag,
  summary: 'Marks the task instances of a task group.',
  query: Type.Object({ update_mask: UpdateMask, ...DryRunQuery.properties }),
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
});

export const patchTaskGroupInstancesDryRun = route({
  id: 'patch_task_group_instances_dry_run',
  method: 'PATCH',
  path: `${GROUP}/dry_run`,
  tag,
  summary: 'The task instances of a task group whose state marking would change.',
  body: TaskInstancePatchBody,
  answers: { 200: TaskInstanceCollection },
  rule: mayEdit,
  isReadOnly: true,
});

export const bulkTaskInstances = route({
  id: 'bulk_task_instances',
  method: 'PATCH',
  path: TASK_INSTANCES,
  tag,
  summary: 'Marks or deletes many task instances.',
  query: DryRunQuery,
  body: BulkBody({ create: BulkTaskInstance, update: BulkTaskInstance, delete: BulkTaskInstance }),
  answers: { 200: BulkResponse },
  rule: mayEdit,
});

export const deleteTaskInstance = route({
  id: 'delete_task_instance',
  method: 'DELETE',
  path: TASK_INSTANCE,
  tag,
  summary: 'Deletes a task instance of a run that has ended, or whose task is gone.',
  query: Type.Object({ ...mapIndexQuery, ...DryRunQuery.properties }),
  answers: { 200: Type.Null() },
  rule: permitted('can_delete', 'Task Instances'),
});

export const postClearTaskInstances = route({
  id: 'post_clear_task_instances',
  method: 'POST',
  path: '/api/v2/dags/{dag_id}/clearTaskInstances',
  tag,
  summary: 'Clears task instances, so that they run again.',
  description: 'With `dry_run`, which is the default, it answers those that would be cleared.',
  body: ClearTaskInstancesBody,
  answers: { 200: TaskInstanceCollection },
  rule: permittedAll(['can_edit', 'DAG Runs'], ['can_edit', 'Task Instances']),
});

export const getExternalLogUrl = route({
  id: 'get_external_log_url',
  method: 'GET',
  path: `${TASK_INSTANCE}/externalLogUrl/{try_number}`,
  tag,
  summary: 'Where another system keeps the log of a try.',
  params: Type.Object({ ...ofTaskInstance, try_number: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  query: MapIndexQuery,
  answers: { 200: ExternalLogUrl },
  rule: permitted('can_read', 'Task Logs'),
});

export const getExtraLinks = route({
  id: 'get_extra_links',
  method: 'GET',
  path: `${TASK_INSTANCE}/links`,
  tag: 'Extra Links',
  summary: 'Links that the operator of a task instance offers.',
  query: Type.Object({ ...mapIndexQuery, try_number: Type.Optional(tryNumber) }),
  answers: { 200: ExtraLinkCollection },
  rule: mayRead,
});

export const taskInstanceRoutes: readonly Route[] = [
  getTaskInstances,
  getTaskInstancesBatch,
  getTaskInstance,
  getMappedTaskInstance,
  getMappedTaskInstances,
  getTaskInstanceDependencies,
  getMappedTaskInstanceDependencies,
  getTaskInstanceTries,
  getMappedTaskInstanceTries,
  getTaskInstanceTry,
  getMappedTaskInstanceTry,
  patchTaskInstance,
  patchMappedTaskInstance,
  patchTaskInstanceDryRun,
  patchMappedTaskInstanceDryRun,
  patchTaskGroupInstances,
  patchTaskGroupInstancesDryRun,
  bulkTaskInstances,
  deleteTaskInstance,
  postClearTaskInstances,
  getExternalLogUrl,
  getExtraLinks,
];
