import type { Json, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export const AUDIT_WAYS = ['ui', 'api', 'cli', 'scheduler'] as const;
/** By what way a change came in. */
export type AuditWay = (typeof AUDIT_WAYS)[number];

/** Who did something, and from where. */
export interface AuditActor {
  /** Null for the system itself, and for whoever has not signed in. */
  readonly userId: UserId | null;
  /** The name of the user, which the record keeps when the user is deleted. */
  readonly owner: string | null;
  readonly via: AuditWay;
  readonly address?: string | null;
  readonly userAgent?: string | null;
  readonly requestId?: string | null;
}

/** What was done, and to what. */
export interface AuditDeed {
  /** In Airflow's words where it has one: `trigger_dag_run`, `patch_dag`, `delete_pool`, … */
  readonly event: string;
  readonly dagId?: string | null;
  readonly runId?: string | null;
  readonly taskId?: string | null;
  readonly mapIndex?: number | null;
  readonly tryNumber?: number | null;
  readonly logicalDateAt?: number | null;
  /** What it was and what it became: the fields that changed, without secrets. */
  readonly before?: Json;
  readonly after?: Json;
  readonly extra?: string | null;
}

export interface NewAuditEvent extends AuditActor, AuditDeed {
  /** Milliseconds since the epoch. */
  readonly happenedAt: number;
}

const insertAuditEventsStatement: Statement = {
  name: 'insert-audit-events',
  text: `insert into audit_event (happened_at, event, user_id, owner, via, address, user_agent, request_id, dag_id, run_id, task_id,
           map_index, try_number, logical_date, before, after, extra)
         select to_timestamp(happened_at / 1000.0), event, user_id, owner, via, address, user_agent, request_id, dag_id, run_id, task_id,
           map_index, try_number, to_timestamp(logical_date / 1000.0), before, after, extra
         from jsonb_to_recordset($1::jsonb) as given (happened_at float8, event text, user_id uuid, owner text, via text, address text,
           user_agent text, request_id text, dag_id text, run_id text, task_id text, map_index integer,
           try_number integer, logical_date float8, before jsonb, after jsonb, extra text)
         returning id`,
};

/** Records what was done, in the transaction that does it. Returns the ids, in the order of the events. */
export async function insertAuditEvents(
  transaction: Queryable,
  events: readonly NewAuditEvent[],
): Promise<readonly number[]> {
  if (events.length === 0) return [];
  const rows = await transaction.query<{ id: number }>(insertAuditEventsStatement, [
    JSON.stringify(events.map(encode)),
  ]);
  return rows.map(({ id }) => id);
}

function encode(event: NewAuditEvent): object {
  return {
    happened_at: event.happenedAt,
    event: event.event,
    user_id: event.userId,
    owner: event.owner,
    via: event.via,
    address: event.address,
    user_agent: event.userAgent?.slice(0, LONGEST_USER_AGENT),
    request_id: event.requestId,
    dag_id: event.dagId,
    run_id: event.runId,
    task_id: event.taskId,
    map_index: event.mapIndex,
    try_number: event.tryNumber,
    logical_date: event.logicalDateAt,
    before: event.before,
    after: event.after,
    extra: event.extra,
  };
}

/** A browser says who it is in less than this. */
const LONGEST_USER_AGENT = 500;
