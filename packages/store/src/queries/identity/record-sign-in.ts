import type { UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

/** What signing in with a password needs to know. */
export interface SignInRow {
  readonly userId: UserId;
  readonly username: string;
  readonly passwordHash: string | null;
  readonly isActive: boolean;
  readonly tokenGeneration: number;
  readonly failedSignIns: number;
  readonly lastFailedSignInAt: number | null;
}

const readSignInStatement: Statement = {
  name: 'read-sign-in',
  text: `select id as "userId", username, password_hash as "passwordHash", is_active as "isActive",
           token_generation as "tokenGeneration", failed_sign_ins as "failedSignIns",
           last_failed_sign_in_at as "lastFailedSignInAt"
         from user_account where lower(username) = lower($1) and kind = 'person'`,
};
const recordSuccessStatement: Statement = {
  name: 'record-sign-in',
  text: `update user_account set failed_sign_ins = 0, last_sign_in_at = now(), sign_in_count = sign_in_count + 1
         where id = $1`,
};
const recordFailureStatement: Statement = {
  name: 'record-failed-sign-in',
  text: `update user_account set failed_sign_ins = failed_sign_ins + 1, last_failed_sign_in_at = now() where id = $1`,
};

/** The person of this name, upper or lower case; null when there is none. Index: `user_account_username`. */
export async function readSignIn(database: Queryable, username: string): Promise<SignInRow | null> {
  const [row] = await database.query<SignInRow>(readSignInStatement, [username]);
  return row ?? null;
}

/** Locks: the row. */
export async function recordSignIn(database: Queryable, userId: UserId): Promise<void> {
  await database.query(recordSuccessStatement, [userId]);
}

/** Locks: the row. */
export async function recordFailedSignIn(database: Queryable, userId: UserId): Promise<void> {
  await database.query(recordFailureStatement, [userId]);
}
