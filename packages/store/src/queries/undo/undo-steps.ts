import type { DagId, Json, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** Something that may be taken back. `*At` are milliseconds since the epoch. */
export interface UndoRow {
  readonly token: string;
  readonly owner: string;
  /** Null: the owner is no user. */
  readonly ownerId: UserId | null;
  readonly event: string;
  readonly dagId: DagId | null;
  readonly step: Json;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

const insertStatement: Statement = {
  name: 'insert-undo-step',
  text: `with forgotten as (delete from undo_step where expires_at < to_timestamp($6 / 1000.0) - interval '1 hour')
         insert into undo_step (token, owner, event, dag_id, step, expires_at, owner_id)
         values ($1, $2, $3, $4, $5::jsonb, to_timestamp($6 / 1000.0), $7)`,
};

/** Keeps it; those that expired an hour before go. */
export async function insertUndoStep(transaction: Queryable, row: Omit<UndoRow, 'usedAt'>): Promise<void> {
  const { token, owner, ownerId, event, dagId, step, expiresAt } = row;
  await transaction.query(insertStatement, [token, owner, event, dagId, JSON.stringify(step), expiresAt, ownerId]);
}

const takeStatement: Statement = {
  name: 'take-undo-step',
  text: `select token, owner, owner_id as "ownerId", event, dag_id as "dagId", step, expires_at as "expiresAt", used_at as "usedAt"
         from undo_step where token = $1 for update`,
};

/** Null when there is none. Locks: the row. Index: primary key. */
export async function lockUndoStep(transaction: Queryable, token: string): Promise<UndoRow | null> {
  const [row] = await transaction.query<UndoRow>(takeStatement, [token]);
  return row ?? null;
}

const useStatement: Statement = {
  name: 'use-undo-step',
  text: 'update undo_step set used_at = to_timestamp($2 / 1000.0) where token = $1',
};

export async function useUndoStep(transaction: Queryable, token: string, usedAt: number): Promise<void> {
  await transaction.query(useStatement, [token, usedAt]);
}
