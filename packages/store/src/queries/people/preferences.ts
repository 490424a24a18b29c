import type { Json, UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const readPreferencesStatement: Statement = {
  name: 'read-preferences',
  text: `select coalesce(jsonb_object_agg(key, value), '{}') as preferences from preference where user_id = $1`,
};

/** What a person has chosen, by key. Index: primary key. */
export async function readPreferences(database: Queryable, userId: UserId): Promise<Readonly<Record<string, Json>>> {
  const [row] = await database.query<{ preferences: Readonly<Record<string, Json>> }>(readPreferencesStatement, [
    userId,
  ]);
  return row!.preferences;
}

const savePreferencesStatement: Statement = {
  name: 'save-preferences',
  text: `insert into preference (user_id, key, value) select $1, key, value from jsonb_each($2::jsonb) order by key
         on conflict (user_id, key) do update set value = excluded.value, changed_at = now()`,
};

/** Keeps these choices in place of those under the same keys. Locks: the rows, by key. */
export async function savePreferences(
  transaction: Queryable,
  userId: UserId,
  preferences: Readonly<Record<string, Json>>,
): Promise<void> {
  await transaction.query(savePreferencesStatement, [userId, JSON.stringify(preferences)]);
}

const deletePreferencesStatement: Statement = {
  name: 'delete-preferences',
  text: 'delete from preference where user_id = $1 and ($2::text[] is null or key = any($2))',
};

/** Forgets the choices under these keys; null: all of them. */
export async function deletePreferences(
  transaction: Queryable,
  userId: UserId,
  keys: readonly string[] | null,
): Promise<void> {
  await transaction.query(deletePreferencesStatement, [userId, keys]);
}
