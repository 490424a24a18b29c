import type { AcknowledgementId, DagId, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export type AcknowledgedKind = 'failure' | 'import_error' | 'deadline' | 'worker' | 'alert';

/** Somebody has seen what is wrong. */
export interface Acknowledgement {
  readonly acknowledgementId: AcknowledgementId;
  readonly userId: UserId;
  readonly userName: string;
  readonly kind: AcknowledgedKind;
  /** Which one of its kind: the fingerprint of a failure, the file of an import error, … */
  readonly subject: string;
  readonly dagId: DagId | null;
  readonly note: string | null;
  /** Who looks after it. */
  readonly assignedTo: string | null;
  /** Milliseconds since the epoch. */
  readonly snoozedUntilAt: number | null;
}

const saveAcknowledgementStatement: Statement = {
  name: 'save-acknowledgement',
  text: `insert into acknowledgement (id, user_id, user_name, kind, subject, dag_id, note, assigned_to, snoozed_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::float8 / 1000.0))
         on conflict (kind, subject, user_id) do update set user_name = excluded.user_name, dag_id = excluded.dag_id,
           note = excluded.note, assigned_to = excluded.assigned_to, snoozed_until = excluded.snoozed_until, changed_at = now()
         returning id`,
};

/** Keeps it in place of what the same person said of the same thing before. Returns its id. */
export async function saveAcknowledgement(transaction: Queryable, one: Acknowledgement): Promise<AcknowledgementId> {
  const [row] = await transaction.query<{ id: AcknowledgementId }>(saveAcknowledgementStatement, [
    one.acknowledgementId,
    one.userId,
    one.userName,
    one.kind,
    one.subject,
    one.dagId,
    one.note,
    one.assignedTo,
    one.snoozedUntilAt,
  ]);
  return row!.id;
}

const deleteAcknowledgementStatement: Statement = {
  name: 'delete-acknowledgement',
  text: 'delete from acknowledgement where id = $1',
};

export async function deleteAcknowledgement(transaction: Queryable, id: AcknowledgementId): Promise<void> {
  await transaction.query(deleteAcknowledgementStatement, [id]);
}
