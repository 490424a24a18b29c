import type { Queryable, Statement } from '../../database.ts';

const LOCK = 7_214_530_021;

const lockFirstUserStatement: Statement = {
  name: 'lock-first-user',
  text: `select pg_advisory_xact_lock(${LOCK})`,
};
const hasUsersStatement: Statement = {
  name: 'has-users',
  text: 'select exists (select from user_account) as "hasUsers"',
};

/** Whether there is any user, of whatever kind. */
export async function hasUsers(database: Queryable): Promise<boolean> {
  const [row] = await database.query<{ hasUsers: boolean }>(hasUsersStatement);
  return row!.hasUsers;
}

/**
 * As `hasUsers`, for the one that will make the first: several servers may start at once.
 *
 * Locks: an advisory lock, until the transaction ends.
 */
export async function hasUsersForOne(transaction: Queryable): Promise<boolean> {
  await transaction.query(lockFirstUserStatement);
  return hasUsers(transaction);
}
