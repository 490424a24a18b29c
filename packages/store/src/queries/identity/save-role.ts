import type { Queryable, Statement } from '../../database.ts';
import type { PermissionRow } from './read-rights.ts';

const insertRoleStatement: Statement = {
  name: 'insert-role',
  text: 'insert into role (name, description) values ($1, $2) on conflict do nothing returning name',
};
const updateRoleStatement: Statement = {
  name: 'update-role',
  text: `update role set name = $2, description = $3
         where name = $1 and ($1 = $2 or not exists (select from role where name = $2)) returning name`,
};
const deleteRoleStatement: Statement = {
  name: 'delete-role',
  text: 'delete from role where name = $1 and not is_built_in returning name',
};
const clearPermissionsStatement: Statement = {
  name: 'clear-role-permissions',
  text: 'delete from role_permission where role_name = $1',
};
const addPermissionsStatement: Statement = {
  name: 'add-role-permissions',
  text: `insert into role_permission (role_name, action, resource)
         select $1, action, resource from unnest($2::text[], $3::text[]) as given (action, resource) on conflict do nothing`,
};

/** Returns whether it is new. */
export async function insertRole(database: Queryable, name: string, description: string): Promise<boolean> {
  const rows = await database.query(insertRoleStatement, [name, description]);
  return rows.length > 0;
}

/** Renames a role, for all who have it. Returns whether it did: not when the new name is taken. Locks: the row. */
export async function updateRole(
  database: Queryable,
  name: string,
  change: { readonly name: string; readonly description: string },
): Promise<boolean> {
  const rows = await database.query(updateRoleStatement, [name, change.name, change.description]);
  return rows.length > 0;
}

/** Deletes a role that is not built in, and takes it from all who have it. Returns whether it did. */
export async function deleteRole(database: Queryable, name: string): Promise<boolean> {
  const rows = await database.query(deleteRoleStatement, [name]);
  return rows.length > 0;
}

/** Gives a role exactly these permissions. Call it in a transaction. */
export async function replaceRolePermissions(
  transaction: Queryable,
  name: string,
  permissions: readonly PermissionRow[],
): Promise<void> {
  await transaction.query(clearPermissionsStatement, [name]);
  const actions = permissions.map(({ action }) => action);
  const resources = permissions.map(({ resource }) => resource);
  await transaction.query(addPermissionsStatement, [name, actions, resources]);
}
