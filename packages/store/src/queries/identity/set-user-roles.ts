import type { UserId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

const removeOtherRolesStatement: Statement = {
  name: 'remove-other-roles',
  text: 'delete from user_role where user_id = $1 and role_name <> all($2::text[])',
};
const addRolesStatement: Statement = {
  name: 'add-roles',
  text: `insert into user_role (user_id, role_name) select $1, name from role where name = any($2::text[]) on conflict do nothing`,
};
const countOtherAdminsStatement: Statement = {
  name: 'count-other-admins',
  text: `select count(*) as count from user_role r join user_account u on u.id = r.user_id
         where r.role_name = 'Admin' and u.is_active and u.kind = 'person' and u.id <> $1`,
};
const lockAdminsStatement: Statement = {
  name: 'lock-admins',
  text: `select name from role where name = 'Admin' for update`,
};

/** Gives a user exactly these roles; names that are no role are left out. Call it in a transaction. */
export async function setUserRoles(transaction: Queryable, userId: UserId, roles: readonly string[]): Promise<void> {
  await transaction.query(removeOtherRolesStatement, [userId, roles]);
  await transaction.query(addRolesStatement, [userId, roles]);
}

/**
 * How many active people besides this one have the role Admin.
 *
 * Locks: the role, so that of two who remove each other at once the second sees what the first did.
 */
export async function countOtherAdmins(transaction: Queryable, userId: UserId): Promise<number> {
  await transaction.query(lockAdminsStatement);
  const [row] = await transaction.query<{ count: number }>(countOtherAdminsStatement, [userId]);
  return row!.count;
}
