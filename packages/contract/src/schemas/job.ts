import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Instant, Nullable } from './values.ts';

export const JOB_TYPES = ['SchedulerJob', 'DagProcessorJob', 'WorkerJob'] as const;
export const JOB_STATES = ['running', 'success', 'failed'] as const;

/** A long-running program: a scheduler, a DAG processor, a worker. */
export const Job = Type.Object({
  id: Type.Integer(),
  dag_id: Type.Null(),
  dag_display_name: Type.Null(),
  state: Type.String({ description: 'One of `running`, `success` (it has stopped), `failed` (it is silent).' }),
  job_type: Type.String({ description: 'One of `SchedulerJob`, `DagProcessorJob`, `WorkerJob`.' }),
  start_date: Instant(),
  end_date: Nullable(Instant()),
  latest_heartbeat: Instant(),
  executor_class: Type.Null(),
  hostname: Type.String(),
  unixname: Type.Null(),
});

export const JobCollection = Collection('jobs', Job);
