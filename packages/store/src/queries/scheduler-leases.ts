/** The statements about the lives of schedulers, which only make sense together. */
import type { SchedulerId } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface SchedulerRow {
  readonly id: SchedulerId;
  readonly hostname: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly heartbeatAt: number;
  readonly leaseUntilAt: number;
  /** By the database's clock. */
  readonly isExpired: boolean;
}

const registerStatement: Statement = {
  name: 'register-scheduler',
  text: `insert into scheduler (id, hostname, pid, lease_until)
         values ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')`,
};

/** Begins the life of a scheduler. */
export async function registerScheduler(
  database: Queryable,
  scheduler: { readonly id: SchedulerId; readonly hostname: string; readonly pid: number; readonly leaseMs: number },
): Promise<void> {
  await database.query(registerStatement, [scheduler.id, scheduler.hostname, scheduler.pid, scheduler.leaseMs]);
}

const renewStatement: Statement = {
  name: 'renew-scheduler',
  text: `update scheduler
         set heartbeat_at = clock_timestamp(), lease_until = clock_timestamp() + $2 * interval '1 millisecond'
         where id = $1 and ended_at is null
         returning id`,
};

/** Renews the lease. False when the scheduler was ended meanwhile: nothing that it writes is accepted any more. */
export async function renewScheduler(database: Queryable, id: SchedulerId, leaseMs: number): Promise<boolean> {
  return (await database.query(renewStatement, [id, leaseMs])).length > 0;
}

const listStatement: Statement = {
  name: 'list-live-schedulers',
  text: `select id, hostname, pid, started_at as "startedAt", heartbeat_at as "heartbeatAt", lease_until as "leaseUntilAt",
           lease_until < clock_timestamp() as "isExpired"
         from scheduler where ended_at is null order by id`,
};

/** Schedulers that nobody ended, with those whose lease has run out. */
export function listLiveSchedulers(database: Queryable): Promise<SchedulerRow[]> {
  return database.query<SchedulerRow>(listStatement);
}

const endStatement: Statement = {
  name: 'end-schedulers',
  text: 'update scheduler set ended_at = clock_timestamp() where id = any($1::uuid[]) and ended_at is null returning id',
};

/**
 * Ends schedulers: waits for a commit of theirs that is under way, and refuses every later one.
 *
 * Their DAGs are free to be claimed. Locks the rows against the share lock of `commit_turn_v1`.
 */
export async function endSchedulers(database: Queryable, ids: readonly SchedulerId[]): Promise<readonly SchedulerId[]> {
  if (ids.length === 0) return [];
  const rows = await database.query<{ id: SchedulerId }>(endStatement, [ids]);
  return rows.map(({ id }) => id);
}
