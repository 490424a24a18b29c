/** What an attempt gets and sets besides its own state: Airflow's paths. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../../route.ts';
import { everybody, type Rule } from '../../rule.ts';
import {
  ConnectionAnswer,
  ConnectionParams,
  ExecutionRunParams,
  Health,
  PreviousRun,
  PreviousRunQuery,
  RunStateAnswer,
  RunsQuery,
  TriggerRunBody,
  VariableAnswer,
  VariableBody,
  VariableParams,
  XComAnswer,
  XComList,
  XComParams,
  XComQuery,
} from '../../schemas/execution/values.ts';
import { AnyJson } from '../../schemas/values.ts';

const rule: Rule = { kind: 'attempt' };
const xcom = '/execution/xcoms/{dag_id}/{run_id}/{task_id}/{key}';
const variable = '/execution/variables/{variable_key}';
const run = '/execution/dag-runs/{dag_id}/{run_id}';
const Message = Type.Object({ message: Type.String() });

export const getXCom = route({
  id: 'get_xcom',
  method: 'GET',
  path: xcom,
  tag: 'XComs',
  summary: 'One XCom.',
  params: XComParams,
  query: XComQuery,
  answers: { 200: XComAnswer },
  rule,
});
export const headXCom = route({
  id: 'head_xcom',
  method: 'HEAD',
  path: xcom,
  tag: 'XComs',
  summary: 'How many values of the key the mapped instances of a task have, as `Content-Range: map_indexes <n>`.',
  params: XComParams,
  answers: { 200: Type.Null() },
  rule,
});
export const setXCom = route({
  id: 'set_xcom',
  method: 'POST',
  path: xcom,
  tag: 'XComs',
  summary: 'Stores an XCom of the attempt itself.',
  params: XComParams,
  query: XComQuery,
  body: AnyJson,
  answers: { 201: Message },
  rule,
});
export const deleteXCom = route({
  id: 'delete_xcom',
  method: 'DELETE',
  path: xcom,
  tag: 'XComs',
  summary: 'Deletes an XCom of the attempt itself.',
  params: XComParams,
  query: XComQuery,
  answers: { 200: Message },
  rule,
});
export const listXComs = route({
  id: 'list_xcoms',
  method: 'GET',
  path: `${xcom}/slice`,
  tag: 'XComs',
  summary: 'The values of the key of all mapped instances of a task, in their order.',
  params: XComParams,
  answers: { 200: XComList },
  rule,
});

export const getVariableForAttempt = route({
  id: 'get_variable',
  method: 'GET',
  path: variable,
  tag: 'Variables',
  summary: 'A variable.',
  params: VariableParams,
  answers: { 200: VariableAnswer },
  rule,
});
export const putVariableForAttempt = route({
  id: 'put_variable',
  method: 'PUT',
  path: variable,
  tag: 'Variables',
  summary: 'Creates or changes a variable.',
  params: VariableParams,
  body: VariableBody,
  answers: { 201: Message },
  rule,
});
export const deleteVariableForAttempt = route({
  id: 'delete_variable',
  method: 'DELETE',
  path: variable,
  tag: 'Variables',
  summary: 'Deletes a variable, if there is one.',
  params: VariableParams,
  answers: { 204: Type.Null() },
  rule,
});

export const getConnectionForAttempt = route({
  id: 'get_connection',
  method: 'GET',
  path: '/execution/connections/{connection_id}',
  tag: 'Connections',
  summary: 'A connection with its secrets.',
  params: ConnectionParams,
  answers: { 200: ConnectionAnswer },
  rule,
});

export const triggerRunForAttempt = route({
  id: 'trigger_dag_run',
  method: 'POST',
  path: run,
  tag: 'Dag Runs',
  summary: 'Starts a run of a DAG. 409: there is one of this id.',
  params: ExecutionRunParams,
  body: TriggerRunBody,
  isBodyOptional: true,
  answers: { 204: Type.Null() },
  rule,
});
export const clearRunForAttempt = route({
  id: 'clear_dag_run',
  method: 'POST',
  path: `${run}/clear`,
  tag: 'Dag Runs',
  summary: 'Lets all tasks of a run run again.',
  params: ExecutionRunParams,
  answers: { 204: Type.Null() },
  rule,
});
export const getRunState = route({
  id: 'get_dagrun_state',
  method: 'GET',
  path: `${run}/state`,
  tag: 'Dag Runs',
  summary: 'The state of a run.',
  params: ExecutionRunParams,
  answers: { 200: RunStateAnswer },
  rule,
});
export const countRuns = route({
  id: 'get_dr_count',
  method: 'GET',
  path: '/execution/dag-runs/count',
  tag: 'Dag Runs',
  summary: 'How many runs of a DAG there are.',
  query: RunsQuery,
  answers: { 200: Type.Integer() },
  rule,
});
export const getPreviousRun = route({
  id: 'get_previous_dagrun',
  method: 'GET',
  path: '/execution/dag-runs/{dag_id}/previous',
  tag: 'Dag Runs',
  summary: 'The run of a DAG with the latest logical date before one; null when there is none.',
  params: Type.Object({ dag_id: Type.String() }),
  query: PreviousRunQuery,
  answers: { 200: PreviousRun },
  rule,
});

export const getExecutionHealth = route({
  id: 'get_health',
  method: 'GET',
  path: '/execution/health',
  tag: 'Health',
  summary: 'Whether workers can speak to this server.',
  answers: { 200: Health },
  rule: everybody,
});

export const valueRoutes: readonly Route[] = [
  getXCom,
  headXCom,
  setXCom,
  deleteXCom,
  listXComs,
  getVariableForAttempt,
  putVariableForAttempt,
  deleteVariableForAttempt,
  getConnectionForAttempt,
  triggerRunForAttempt,
  clearRunForAttempt,
  getRunState,
  countRuns,
  getPreviousRun,
  getExecutionHealth,
];
