import type { Json, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import type { AuditWay } from './insert-audit-event.ts';

/** An audit event as it is kept. `*At` are milliseconds since the epoch. */
export interface AuditEventRow {
  readonly id: number;
  readonly happenedAt: number;
  readonly event: string;
  readonly userId: UserId | null;
  readonly owner: string | null;
  readonly via: AuditWay;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly requestId: string | null;
  readonly dagId: string | null;
  readonly runId: string | null;
  readonly taskId: string | null;
  readonly mapIndex: number | null;
  readonly tryNumber: number | null;
  readonly logicalDateAt: number | null;
  readonly before: Json;
  readonly after: Json;
  readonly extra: string | null;
  /** What the DAG is called today; null when it has no name besides its id. */
  readonly dagDisplayName: string | null;
}

/** Of `audit_event e`. */
export const AUDIT_COLUMNS = `e.id, e.happened_at as "happenedAt", e.event, e.user_id as "userId", e.owner, e.via, e.address,
  e.user_agent as "userAgent", e.request_id as "requestId", e.dag_id as "dagId", e.run_id as "runId", e.task_id as "taskId",
  e.map_index as "mapIndex", e.try_number as "tryNumber", e.logical_date as "logicalDateAt", e.before, e.after, e.extra`;

const findAuditEventStatement: Statement = {
  name: 'find-audit-event',
  text: `select ${AUDIT_COLUMNS}, v.serialized ->> 'displayName' as "dagDisplayName"
         from audit_event e left join dag d on d.dag_id = e.dag_id left join dag_version v on v.id = d.current_version_id
         where e.id = $1`,
};

/** The event with this number; null when there is none. Index: primary key. */
export async function findAuditEvent(database: Queryable, id: number): Promise<AuditEventRow | null> {
  const [row] = await database.query<AuditEventRow>(findAuditEventStatement, [id]);
  return row ?? null;
}
