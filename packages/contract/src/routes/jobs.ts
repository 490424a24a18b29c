import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { JobCollection } from '../schemas/job.ts';
import { instantRange, orderBy, PageQuery } from '../schemas/page.ts';

export const JOB_ORDER_NAMES = [
  'id',
  'dag_id',
  'state',
  'job_type',
  'start_date',
  'end_date',
  'latest_heartbeat',
  'executor_class',
  'hostname',
  'unixname',
] as const;

const name = Type.Optional(Type.String({ maxLength: 500 }));

export const getJobs = route({
  id: 'get_jobs',
  method: 'GET',
  path: '/api/v2/jobs',
  tag: 'Job',
  summary: 'The schedulers, DAG processors and workers, with when they were last heard of.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(JOB_ORDER_NAMES, 'id'),
    is_alive: Type.Optional(Type.Boolean()),
    ...instantRange('start_date'),
    ...instantRange('end_date'),
    job_state: name,
    job_type: name,
    hostname: name,
    executor_class: name,
  }),
  answers: { 200: JobCollection },
  rule: permitted('can_read', 'Jobs'),
});

export const jobRoutes: readonly Route[] = [getJobs];
