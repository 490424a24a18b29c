import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { orderBy } from '../schemas/page.ts';
import { ErrorGroups, TaskStats, TimeBuckets } from '../schemas/stats.ts';
import { Instant, OneOf } from '../schemas/values.ts';

export const ERROR_ORDER_NAMES = ['count', 'first_seen', 'last_seen', 'name'] as const;
/** The most buckets of one answer. */
export const MAX_BUCKETS = 1000;

const dagIds = Type.Optional(
  Type.Array(Type.String({ maxLength: 250 }), { maxItems: 100, description: 'Only of these DAGs.' }),
);

export const getTimeBuckets = route({
  id: 'get_time_buckets',
  method: 'GET',
  path: '/api/v2/stats/buckets',
  tag: 'Stats',
  summary: 'How many runs, and if asked task instances, were in which state, by hour or day of when runs were due.',
  query: Type.Object({
    from: Type.Optional(Instant({ description: 'Left out: a day before `to`, or 30 days for buckets of a day.' })),
    to: Type.Optional(Instant({ description: 'Left out: now.' })),
    bucket: Type.Optional(OneOf(['hour', 'day'], { default: 'hour' })),
    dag_id: dagIds,
    tasks: Type.Optional(Type.Boolean({ default: false, description: 'True: count task instances as well.' })),
  }),
  answers: { 200: TimeBuckets },
  rule: permitted('can_read', 'DAG Runs'),
});

export const getTaskStats = route({
  id: 'get_task_stats',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/stats/tasks',
  tag: 'Stats',
  summary: 'How long each task of a DAG took and waited over its last runs, and how often it failed.',
  query: Type.Object({
    runs: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, default: 30, description: 'How many of the last runs.' }),
    ),
  }),
  answers: { 200: TaskStats },
  rule: permitted('can_read', 'DAG Runs', 'Task Instances'),
});

export const getErrors = route({
  id: 'get_errors',
  method: 'GET',
  path: '/api/v2/errors',
  tag: 'Stats',
  summary:
    'Failures that are the same one, put together: by the name of the error, what it says, and where it was thrown.',
  query: Type.Object({
    from: Type.Optional(Instant({ description: 'Of runs that were due from here on. Left out: 7 days before `to`.' })),
    to: Type.Optional(Instant({ description: 'Left out: now.' })),
    dag_id: dagIds,
    order_by: orderBy(ERROR_ORDER_NAMES, '-count'),
    limit: Type.Optional(Type.Integer({ minimum: 0, default: 50 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 })),
  }),
  answers: { 200: ErrorGroups },
  rule: permitted('can_read', 'Task Instances'),
});

export const statsRoutes: readonly Route[] = [getTimeBuckets, getTaskStats, getErrors];
