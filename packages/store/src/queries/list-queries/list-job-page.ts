import type { Queryable } from '../../database.ts';
import { makeFilter, type ValueRange } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** A long-running program: a scheduler, a DAG processor, a worker. `*At` are milliseconds since the epoch. */
export interface JobRow {
  /** A number for an id that is none. */
  readonly id: number;
  readonly type: 'SchedulerJob' | 'DagProcessorJob' | 'WorkerJob';
  /** It runs; it has stopped; it was not heard of for too long. */
  readonly state: 'running' | 'success' | 'failed';
  readonly hostname: string;
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly endedAt: number | null;
}

export const JOB_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'j.id', type: 'int8' },
  { name: 'dag_id', sql: 'j.nothing', type: 'text', isNullable: true },
  { name: 'state', sql: 'j.state', type: 'text' },
  { name: 'job_type', sql: 'j.type', type: 'text' },
  { name: 'start_date', sql: 'j.started_at', type: 'timestamptz' },
  { name: 'end_date', sql: 'j.ended_at', type: 'timestamptz', isNullable: true },
  { name: 'latest_heartbeat', sql: 'j.heartbeat_at', type: 'timestamptz' },
  { name: 'executor_class', sql: 'j.nothing', type: 'text', isNullable: true },
  { name: 'hostname', sql: 'j.hostname', type: 'text' },
  { name: 'unixname', sql: 'j.nothing', type: 'text', isNullable: true },
];

export interface JobPageRequest {
  readonly isAlive?: boolean | undefined;
  readonly state?: string | undefined;
  readonly type?: string | undefined;
  readonly hostname?: string | undefined;
  readonly executorClass?: string | undefined;
  readonly startedAt?: ValueRange | undefined;
  readonly endedAt?: ValueRange | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

const LIFE = `('x' || substr(md5(id::text), 1, 13))::bit(52)::int8 as id, started_at, heartbeat_at, ended_at, lease_until`;
const JOBS = `(
    select lives.*, null::text as nothing, ended_at is null and lease_until >= clock_timestamp() as is_alive,
      case when ended_at <= lease_until then 'success' when ended_at is null and lease_until >= clock_timestamp() then 'running'
        else 'failed' end as state
    from (
      select 'SchedulerJob' as type, hostname, ${LIFE} from scheduler
      union all select 'DagProcessorJob', hostname, ${LIFE} from dag_processor
      union all select 'WorkerJob', host, ${LIFE.replace('started_at', 'joined_at')} from worker
    ) lives
  ) j`;

/** Programs that run or ran. There are few, so that no index is needed. */
export function listJobPage(database: Queryable, request: JobPageRequest): Promise<Page<JobRow>> {
  const filter = makeFilter();
  filter.add('j.is_alive = ?', request.isAlive);
  filter.add('j.state = ?', request.state);
  filter.add('j.type = ?', request.type);
  filter.add('j.hostname = ?', request.hostname);
  filter.add('j.nothing = ?', request.executorClass);
  filter.addInstants('j.started_at', request.startedAt);
  filter.addInstants('j.ended_at', request.endedAt);
  return readPage<JobRow>(database, {
    columns: `j.id, j.type, j.state, j.hostname, j.started_at as "startedAt", j.heartbeat_at as "heartbeatAt", j.ended_at as "endedAt"`,
    tables: JOBS,
    filter,
    order: request.order,
    page: request.page,
  });
}
