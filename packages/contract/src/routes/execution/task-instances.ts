/** What an attempt says of itself, and asks of other task instances: Airflow's paths. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../../route.ts';
import type { Rule } from '../../rule.ts';
import {
  RenderedFields,
  TaskInstanceEnd,
  TaskInstanceHeartbeat,
  TaskInstanceParams,
  TaskInstanceRunContext,
  TaskInstanceStart,
  TaskInstancesQuery,
  TaskStates,
} from '../../schemas/execution/task-instance.ts';
import { LogBody, LogSize } from '../../schemas/execution/worker.ts';

const tag = 'Task Instances';
const ofAttempts: Rule = { kind: 'attempt' };
const own = '/execution/task-instances/{task_instance_id}';

export const startTaskInstance = route({
  id: 'ti_run',
  method: 'PATCH',
  path: `${own}/run`,
  tag,
  summary: 'Begins the attempt. 409: it is not queued, or a worker has called it off.',
  params: TaskInstanceParams,
  body: TaskInstanceStart,
  answers: { 200: TaskInstanceRunContext },
  rule: ofAttempts,
});

export const endTaskInstance = route({
  id: 'ti_update_state',
  method: 'PATCH',
  path: `${own}/state`,
  tag,
  summary: 'Says how the attempt ended.',
  params: TaskInstanceParams,
  body: TaskInstanceEnd,
  answers: { 204: Type.Null() },
  rule: ofAttempts,
});

export const beatTaskInstance = route({
  id: 'ti_heartbeat',
  method: 'PUT',
  path: `${own}/heartbeat`,
  tag,
  summary: 'Says that the attempt runs. 409: not here, or called off; 410: gone.',
  params: TaskInstanceParams,
  body: TaskInstanceHeartbeat,
  answers: { 204: Type.Null() },
  rule: ofAttempts,
});

export const putRenderedFields = route({
  id: 'ti_put_rtif',
  method: 'PUT',
  path: `${own}/rtif`,
  tag,
  summary: 'Stores the templated fields as they were rendered.',
  params: TaskInstanceParams,
  body: RenderedFields,
  answers: { 201: Type.Object({ message: Type.String() }) },
  rule: ofAttempts,
});

export const appendLog = route({
  id: 'ti_append_log',
  method: 'POST',
  path: `${own}/log`,
  tag,
  summary:
    'Adds lines to the log of the attempt at an offset. A repeated call changes nothing. 409: it is shorter or longer.',
  params: TaskInstanceParams,
  body: LogBody,
  answers: { 200: LogSize, 409: LogSize },
  rule: ofAttempts,
});

export const countTaskInstances = route({
  id: 'get_task_instance_count',
  method: 'GET',
  path: '/execution/task-instances/count',
  tag,
  summary: 'How many task instances of a DAG there are.',
  query: TaskInstancesQuery,
  answers: { 200: Type.Integer() },
  rule: ofAttempts,
});

export const getTaskStates = route({
  id: 'get_task_instance_states',
  method: 'GET',
  path: '/execution/task-instances/states',
  tag,
  summary: 'The states of task instances, by run and task.',
  query: TaskInstancesQuery,
  answers: { 200: TaskStates },
  rule: ofAttempts,
});

export const taskInstanceRoutes: readonly Route[] = [
  startTaskInstance,
  endTaskInstance,
  beatTaskInstance,
  putRenderedFields,
  appendLog,
  countTaskInstances,
  getTaskStates,
];
