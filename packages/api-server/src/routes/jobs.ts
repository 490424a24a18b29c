import { getJobs } from '@tradewind/contract';
import { type Database, JOB_ORDER, listJobPage } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { instantsOf } from '../http/value-range.ts';
import { presentJob } from '../present/job.ts';

export function jobEndpoints({ database }: { readonly database: Database }): readonly Endpoint[] {
  return [
    handle(getJobs, async ({ query }) => {
      const page = await listJobPage(database, {
        isAlive: query.is_alive,
        state: query.job_state,
        type: query.job_type,
        hostname: query.hostname,
        executorClass: query.executor_class,
        startedAt: instantsOf(query, 'start_date'),
        endedAt: instantsOf(query, 'end_date'),
        order: orderOf(query.order_by!, JOB_ORDER, ['id']),
        page: pageOf(query),
      });
      return collection('jobs', page, page.rows.map(presentJob));
    }),
  ];
}
