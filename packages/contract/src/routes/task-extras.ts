/** What Airflow keeps beside a task instance: questions to people and the state of a task. Nothing has any yet. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { instantRange, orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { HitlAnswerBody, HitlDetailCollection, TaskStateBody, TaskStateCollection } from '../schemas/task-instance.ts';
import { AnyJson, DryRunQuery, JsonObjectSchema } from '../schemas/values.ts';
import { INDEXED_PARAMS, TASK_INSTANCE } from './task-instances.ts';

const HITL = `${TASK_INSTANCE}/{map_index}/hitlDetails` as const;
const STATE = `${TASK_INSTANCE}/state-store` as const;
const STATE_KEY = `${STATE}/{key}` as const;
const mapIndex = Type.Integer({ minimum: -1, maximum: 2_147_483_647 });
const MapIndexQuery = Type.Object({ map_index: Type.Optional(mapIndex) });
const ChangeQuery = Type.Object({ ...MapIndexQuery.properties, ...DryRunQuery.properties });
const text = Type.Optional(Type.String({ maxLength: 250 }));
const texts = Type.Optional(Type.Array(Type.String({ maxLength: 250 })));
const tag = 'Task Instance';
const stateTag = 'Task State Store';

export const HITL_ORDER_NAMES = [
  'ti_id',
  'subject',
  'responded_at',
  'created_at',
  'responded_by_user_id',
  'responded_by_user_name',
  'dag_id',
  'run_id',
  'task_display_name',
  'run_after',
  'rendered_map_index',
  'task_instance_operator',
  'task_instance_state',
] as const;

export const getHitlDetails = route({
  id: 'get_hitl_details',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/hitlDetails',
  tag,
  summary: 'The questions to people of a run.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(HITL_ORDER_NAMES, 'ti_id'),
    dag_id_pattern: Pattern,
    dag_id_prefix_pattern: Pattern,
    task_id: text,
    task_id_pattern: Pattern,
    task_id_prefix_pattern: Pattern,
    map_index: Type.Optional(mapIndex),
    state: texts,
    response_received: Type.Optional(Type.Boolean()),
    responded_by_user_id: texts,
    responded_by_user_name: texts,
    subject_search: Pattern,
    body_search: Pattern,
    ...instantRange('created_at'),
  }),
  answers: { 200: HitlDetailCollection },
  rule: permitted('can_read', 'HITL Detail'),
});

export const getHitlDetail = route({
  id: 'get_hitl_detail',
  method: 'GET',
  path: HITL,
  tag,
  summary: 'The question to people of a task instance.',
  params: INDEXED_PARAMS,
  answers: { 200: JsonObjectSchema },
  rule: permitted('can_read', 'HITL Detail'),
});

export const getHitlDetailTry = route({
  id: 'get_hitl_detail_try_detail',
  method: 'GET',
  path: `${HITL}/tries/{try_number}`,
  tag,
  summary: 'The question to people of a try.',
  params: Type.Object({ ...INDEXED_PARAMS.properties, try_number: mapIndex }),
  answers: { 200: JsonObjectSchema },
  rule: permitted('can_read', 'HITL Detail'),
});

export const updateHitlDetail = route({
  id: 'update_hitl_detail',
  method: 'PATCH',
  path: HITL,
  tag,
  summary: 'Answers the question of a task instance.',
  params: INDEXED_PARAMS,
  query: DryRunQuery,
  body: HitlAnswerBody,
  answers: { 200: JsonObjectSchema },
  rule: permitted('can_edit', 'HITL Detail'),
});

export const listTaskStateStore = route({
  id: 'list_task_state_store',
  method: 'GET',
  path: STATE,
  tag: stateTag,
  summary: 'What a task instance has stored about its own state.',
  query: Type.Object({ ...MapIndexQuery.properties, limit: PageQuery.limit, offset: PageQuery.offset }),
  answers: { 200: TaskStateCollection },
  rule: permitted('can_read', 'Task Instances'),
});

export const clearTaskStateStore = route({
  id: 'clear_task_state_store',
  method: 'DELETE',
  path: STATE,
  tag: stateTag,
  summary: 'Forgets what a task instance has stored. It has stored nothing yet.',
  query: Type.Object({ ...MapIndexQuery.properties, all_map_indices: Type.Optional(Type.Boolean()) }),
  answers: { 204: Type.Null() },
  rule: permitted('can_edit', 'Task Instances'),
  isReadOnly: true,
});

export const getTaskStateStore = route({
  id: 'get_task_state_store',
  method: 'GET',
  path: STATE_KEY,
  tag: stateTag,
  summary: 'One value of the state of a task instance.',
  query: MapIndexQuery,
  answers: { 200: AnyJson },
  rule: permitted('can_read', 'Task Instances'),
});

export const setTaskStateStore = route({
  id: 'set_task_state_store',
  method: 'PUT',
  path: STATE_KEY,
  tag: stateTag,
  summary: 'Sets one value of the state of a task instance.',
  query: ChangeQuery,
  body: TaskStateBody,
  answers: { 204: Type.Null() },
  rule: permitted('can_edit', 'Task Instances'),
});

export const patchTaskStateStore = route({
  id: 'patch_task_state_store',
  method: 'PATCH',
  path: STATE_KEY,
  tag: stateTag,
  summary: 'Changes one value of the state of a task instance.',
  query: ChangeQuery,
  body: TaskStateBody,
  answers: { 200: AnyJson },
  rule: permitted('can_edit', 'Task Instances'),
});

export const deleteTaskStateStore = route({
  id: 'delete_task_state_store',
  method: 'DELETE',
  path: STATE_KEY,
  tag: stateTag,
  summary: 'Forgets one value of the state of a task instance.',
  query: ChangeQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_edit', 'Task Instances'),
});

export const taskExtraRoutes: readonly Route[] = [
  getHitlDetails,
  getHitlDetail,
  getHitlDetailTry,
  updateHitlDetail,
  listTaskStateStore,
  clearTaskStateStore,
  getTaskStateStore,
  setTaskStateStore,
  patchTaskStateStore,
  deleteTaskStateStore,
];
