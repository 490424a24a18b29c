import type { JsonObject } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const snapshotStatement: Statement = {
  name: 'snapshot-variable',
  text: 'select to_jsonb(v) as row from variable v where v.key = $1',
};

/** The row of a variable as it is stored, its value sealed; null when there is none. Index: primary key. */
export async function snapshotVariable(database: Queryable, key: string): Promise<JsonObject | null> {
  const [found] = await database.query<{ row: JsonObject }>(snapshotStatement, [key]);
  return found?.row ?? null;
}

const lockStatement: Statement = {
  name: 'lock-variable',
  text: 'select to_jsonb(v) = $2::jsonb as "isSame" from variable v where v.key = $1 for update',
};

const removeStatement: Statement = { name: 'remove-variable', text: 'delete from variable where key = $1' };

const putStatement: Statement = {
  name: 'put-variable',
  text: 'insert into variable select * from jsonb_populate_record(null::variable, $1::jsonb)',
};

export interface VariableChange {
  readonly key: string;
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
}

/** Puts a variable back as it was, unless it is not as it was left: then false. Locks: its row. */
export async function restoreVariable(
  transaction: Queryable,
  { key, before, after }: VariableChange,
): Promise<boolean> {
  const [current] = await transaction.query<{ isSame: boolean | null }>(lockStatement, [key, JSON.stringify(after)]);
  if (after === null ? current !== undefined : current?.isSame !== true) return false;
  await transaction.query(removeStatement, [key]);
  if (before !== null) await transaction.query(putStatement, [JSON.stringify(before)]);
  return true;
}
