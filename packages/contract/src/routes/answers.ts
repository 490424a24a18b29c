import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, signedIn } from '../rule.ts';
import { Explanation, Impact, RunDiff, RunForecast, SearchResult } from '../schemas/answers.ts';
import { OneOf } from '../schemas/values.ts';

const run = '/api/v2/dags/{dag_id}/dagRuns/{dag_run_id}';
const mapIndex = Type.Optional(Type.Integer({ minimum: -1, default: -1 }));

export const explainTaskInstance = route({
  id: 'explain_task_instance',
  method: 'GET',
  path: `${run}/taskInstances/{task_id}/explain`,
  tag: 'Answers',
  summary: 'Why a task instance is in its state: every gate on its way, with evidence, since when, and what to do.',
  query: Type.Object({ map_index: mapIndex }),
  answers: { 200: Explanation },
  rule: permitted('can_read', 'Task Instances'),
});

export const explainDagRun = route({
  id: 'explain_dag_run',
  method: 'GET',
  path: `${run}/explain`,
  tag: 'Answers',
  summary: 'Why a run is in its state: the gates of the task instance that decides.',
  answers: { 200: Explanation },
  rule: permitted('can_read', 'DAG Runs'),
});

export const forecastDagRun = route({
  id: 'forecast_dag_run',
  method: 'GET',
  path: `${run}/forecast`,
  tag: 'Answers',
  summary: 'What comes next in a run: its remaining tasks with their expected times, from how long they took before.',
  answers: { 200: RunForecast },
  rule: permitted('can_read', 'DAG Runs'),
});

export const readImpact = route({
  id: 'get_impact',
  method: 'GET',
  path: `${run}/impact`,
  tag: 'Answers',
  summary: 'What runs again, or is late, when tasks of a run do: everything after them, and how long that takes.',
  query: Type.Object({
    task_id: Type.Optional(
      Type.Array(Type.String({ maxLength: 250 }), {
        maxItems: 1000,
        description: 'The tasks. Left out: the whole run.',
      }),
    ),
  }),
  answers: { 200: Impact },
  rule: permitted('can_read', 'Task Instances'),
});

export const diffDagRun = route({
  id: 'diff_dag_run',
  method: 'GET',
  path: `${run}/diff`,
  tag: 'Answers',
  summary: 'What is different from the last run that worked, or from another one; the likeliest cause first.',
  query: Type.Object({
    against: Type.Optional(
      Type.String({ maxLength: 250, description: 'The id of another run. Left out: the last successful run before.' }),
    ),
    task_id: Type.Optional(Type.String({ maxLength: 250, description: 'Only this task, and what comes before it.' })),
  }),
  answers: { 200: RunDiff },
  rule: permitted('can_read', 'DAG Runs', 'Task Instances'),
});

export const search = route({
  id: 'search',
  method: 'GET',
  path: '/api/v2/search',
  tag: 'Search',
  summary: 'Everything whose name holds a text, the nearest first.',
  query: Type.Object({
    q: Type.String({ minLength: 1, maxLength: 250 }),
    kind: Type.Optional(Type.Array(OneOf(['dag', 'task', 'dag_run', 'pool', 'variable', 'connection']))),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10, description: 'How many of each kind.' })),
  }),
  answers: { 200: SearchResult },
  rule: signedIn,
});

export const answerRoutes: readonly Route[] = [
  explainTaskInstance,
  explainDagRun,
  forecastDagRun,
  readImpact,
  diffDagRun,
  search,
];
