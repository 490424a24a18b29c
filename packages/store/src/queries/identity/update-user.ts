import type { UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** What may be changed of a user, besides its password and its roles. */
export interface UserChange {
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly isActive: boolean;
}

const updateUserStatement: Statement = {
  name: 'update-user',
  text: `update user_account set username = $2, email = $3, first_name = $4, last_name = $5, is_active = $6, changed_at = now()
         where id = $1
           and not exists (
             select from user_account other
             where other.id <> $1 and (lower(other.username) = lower($2) or lower(other.email) = lower($3)))
         returning id`,
};
const setPasswordStatement: Statement = {
  name: 'set-password',
  text: `update user_account
         set password_hash = $2, failed_sign_ins = 0, token_generation = token_generation + 1, changed_at = now()
         where id = $1`,
};
const replaceHashStatement: Statement = {
  name: 'replace-password-hash',
  text: 'update user_account set password_hash = $3 where id = $1 and password_hash = $2',
};
const raiseGenerationStatement: Statement = {
  name: 'raise-token-generation',
  text: 'update user_account set token_generation = token_generation + 1 where id = $1',
};
const deleteUserStatement: Statement = {
  name: 'delete-user',
  text: 'delete from user_account where id = $1',
};

/** Changes a user. Returns whether it did: not when the name or the e-mail address is taken. Locks: the row. */
export async function updateUser(database: Queryable, userId: UserId, change: UserChange): Promise<boolean> {
  const { username, email, firstName, lastName, isActive } = change;
  const rows = await database.query(updateUserStatement, [userId, username, email, firstName, lastName, isActive]);
  return rows.length > 0;
}

/** Gives a user another password, and signs it out everywhere. Locks: the row. */
export async function setPassword(database: Queryable, userId: UserId, passwordHash: string): Promise<void> {
  await database.query(setPasswordStatement, [userId, passwordHash]);
}

/** Stores the same password under another cost, unless it was changed in between. Locks: the row. */
export async function replacePasswordHash(
  database: Queryable,
  userId: UserId,
  change: { readonly from: string; readonly to: string },
): Promise<void> {
  await database.query(replaceHashStatement, [userId, change.from, change.to]);
}

/** Makes every session token of the user worthless. Locks: the row. */
export async function raiseTokenGeneration(database: Queryable, userId: UserId): Promise<void> {
  await database.query(raiseGenerationStatement, [userId]);
}

/** Deletes a user with its tokens. Locks: the rows. */
export async function deleteUser(database: Queryable, userId: UserId): Promise<void> {
  await database.query(deleteUserStatement, [userId]);
}
