import type { Static } from '@sinclair/typebox';
import type { Job } from '@tradewind/contract';
import type { JobRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';

export function presentJob(job: JobRow): Static<typeof Job> {
  return {
    id: job.id,
    dag_id: null,
    dag_display_name: null,
    state: job.state,
    job_type: job.type,
    start_date: instantText(job.startedAt),
    end_date: instantText(job.endedAt),
    latest_heartbeat: instantText(job.heartbeatAt),
    executor_class: null,
    hostname: job.hostname,
    unixname: null,
  };
}
