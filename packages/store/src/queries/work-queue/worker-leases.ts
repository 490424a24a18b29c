/** The statements about the lives of workers without a database, and of those who hear them. */
import type { WorkerId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export interface WorkerRow {
  readonly id: WorkerId;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  readonly queues: readonly string[];
  readonly slots: number;
  readonly version: string;
  readonly isDraining: boolean;
}

const joinStatement: Statement = {
  name: 'join-worker',
  text: `with joined as (
           insert into worker (id, name, host, pid, queues, slots, version, is_draining, lease_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp() + $9 * interval '1 millisecond')
           on conflict (id) do update set
             heartbeat_at = clock_timestamp(), lease_until = excluded.lease_until, is_draining = excluded.is_draining,
             queues = excluded.queues, slots = excluded.slots, version = excluded.version
           where worker.ended_at is null
           returning id
         )
         select id, pg_notify('tradewind_workers', '') from joined`,
};

/** Begins the life of a worker, or goes on with it. False when it has ended: it has to come with another id. */
export async function joinWorker(
  database: Queryable,
  { worker, leaseMs }: { readonly worker: WorkerRow; readonly leaseMs: number },
): Promise<boolean> {
  const { id, name, host, pid, queues, slots, version, isDraining } = worker;
  return (
    (await database.query(joinStatement, [id, name, host, pid, queues, slots, version, isDraining, leaseMs])).length > 0
  );
}

const renewStatement: Statement = {
  name: 'renew-worker',
  text: `with before as materialized (select is_draining from worker where id = $1), renewed as (
           update worker set heartbeat_at = clock_timestamp(), is_draining = $3,
             lease_until = clock_timestamp() + $2 * interval '1 millisecond'
           where id = $1 and ended_at is null
           returning is_draining
         )
         select case when renewed.is_draining is distinct from before.is_draining
           then pg_notify('tradewind_workers', '') is null else false end as told
         from renewed, before`,
};

/** Renews the lease. False when the worker was given up or has left: nothing that it says is accepted any more. */
export async function renewWorker(
  database: Queryable,
  { id, leaseMs, isDraining }: { readonly id: WorkerId; readonly leaseMs: number; readonly isDraining: boolean },
): Promise<boolean> {
  return (await database.query(renewStatement, [id, leaseMs, isDraining])).length > 0;
}

const isLiveStatement: Statement = {
  name: 'is-live-worker',
  text: 'select 1 from worker where id = $1 and ended_at is null',
};

/** Whether the worker has neither left nor been given up. Index: primary key. */
export async function isLiveWorker(database: Queryable, id: WorkerId): Promise<boolean> {
  return (await database.query(isLiveStatement, [id])).length > 0;
}

const LIVE = 'id, name, host, pid, queues, slots, version, is_draining as "isDraining"';
const listStatement: Statement = {
  name: 'list-live-workers',
  text: `select ${LIVE} from worker where ended_at is null order by joined_at, id`,
};

/** Workers that have neither left nor been given up. Index: worker_live. */
export function listLiveWorkers(database: Queryable): Promise<WorkerRow[]> {
  return database.query<WorkerRow>(listStatement);
}

const endStatement: Statement = {
  name: 'end-workers',
  text: `with ended as (
           update worker set ended_at = clock_timestamp() where id = any($1::uuid[]) and ended_at is null
           returning ${LIVE}
         )
         select ended.*, pg_notify('tradewind_workers', '') from ended`,
};

/** Ends workers that have left or whose process is gone. Returns those that had not ended before. */
export function endWorkers(database: Queryable, ids: readonly WorkerId[]): Promise<WorkerRow[]> {
  return database.query<WorkerRow>(endStatement, [ids]);
}

const endSilentStatement: Statement = {
  name: 'end-silent-workers',
  text: `with ended as (
           update worker k set ended_at = clock_timestamp()
           where k.ended_at is null and k.lease_until < clock_timestamp()
             and exists (
               select 1 from work_gateway g
               where g.heartbeat_at > clock_timestamp() - $1 * interval '1 millisecond'
                 and g.present_since < clock_timestamp() - $2 * interval '1 millisecond')
           returning ${LIVE}
         )
         select ended.*, pg_notify('tradewind_workers', '') from ended`,
};

/**
 * Ends workers whose lease has run out, provided that some API server was there all the while to hear them. All by the
 * database's clock, so that an outage of the database or of all API servers costs no worker its attempts.
 */
export function endSilentWorkers(
  database: Queryable,
  { leaseMs, gatewayLeaseMs }: { readonly leaseMs: number; readonly gatewayLeaseMs: number },
): Promise<WorkerRow[]> {
  return database.query<WorkerRow>(endSilentStatement, [gatewayLeaseMs, leaseMs]);
}

const loseStatement: Statement = {
  name: 'lose-attempts-of-ended-workers',
  text: `with gone as (
           delete from workload w using worker k where k.id = w.worker_id and k.ended_at is not null
           returning w.attempt_id, w.owner, w.worker_id, w.started_at, k.name
         ), stored as (
           insert into attempt_report (attempt_id, kind, owner, worker_id, report)
           select attempt_id, 'lost', owner, worker_id,
             json_build_object('worker', name, 'startedAt', extract(epoch from started_at) * 1000)
           from gone on conflict do nothing
         ), told as materialized (
           select count(*) as number, pg_notify('tradewind_r_' || replace(owner::text, '-', ''),
             case when count(*) > 200 then '' else string_agg(attempt_id::text, ',') end)
           from gone group by owner
         )
         select coalesce(sum(number), 0)::integer as lost from told`,
};

/** Reports what ended workers still had as lost, to its owners. Returns how many attempts that were. */
export async function loseAttemptsOfEndedWorkers(database: Queryable): Promise<number> {
  const [row] = await database.query<{ lost: number }>(loseStatement);
  return row?.lost ?? 0;
}

const beatGatewayStatement: Statement = {
  name: 'beat-work-gateway',
  text: `insert into work_gateway (id) values ($1)
         on conflict (id) do update set
           present_since = case when work_gateway.heartbeat_at < clock_timestamp() - $2 * interval '1 millisecond'
             then clock_timestamp() else work_gateway.present_since end,
           heartbeat_at = clock_timestamp()`,
};

/** Says that an API server hears workers. A gap of more than `gatewayLeaseMs` begins its presence anew. */
export async function beatWorkGateway(database: Queryable, id: string, gatewayLeaseMs: number): Promise<void> {
  await database.query(beatGatewayStatement, [id, gatewayLeaseMs]);
}

const leaveGatewayStatement: Statement = {
  name: 'leave-work-gateway',
  text: `delete from work_gateway where id = $1 or heartbeat_at < clock_timestamp() - interval '1 day'`,
};

/** The API server hears nobody any more; forgets those that ended without saying so. */
export async function leaveWorkGateway(database: Queryable, id: string): Promise<void> {
  await database.query(leaveGatewayStatement, [id]);
}
