/** What is done with roles: each in the transaction and with the record of a change. */
import {
  deleteRole,
  findRole,
  insertRole,
  listRoles,
  type PermissionRow,
  type Queryable,
  type RoleRow,
  replaceRolePermissions,
  updateRole,
} from '@tradewind/store';
import type { Changing } from '../../http/change.ts';
import { RoleBuiltInError, RoleExistsError, RoleInvalidError, RoleNotFoundError } from '../errors.ts';
import { builtInPermissions } from '../policy/built-in-roles.ts';
import { faultOfPermission } from '../policy/resource-name.ts';

export interface RoleInput {
  readonly name: string;
  readonly description?: string;
  readonly permissions: readonly PermissionRow[];
}

const NAME = /^[^\s\p{Cc}](?:[^\p{Cc}]{0,62}[^\s\p{Cc}])?$/u;

/** A role with all that it gives, whether that is part of the program or was given to it. */
export function allPermissionsOf(role: RoleRow): readonly PermissionRow[] {
  const builtIn = builtInPermissions(role.name).map(([action, resource]) => ({ action, resource }));
  return [...builtIn, ...role.permissions];
}

/** @throws {RoleInvalidError | RoleExistsError} */
export async function createRole({ transaction, record }: Changing, input: RoleInput): Promise<RoleRow> {
  const { name, description = '', permissions } = input;
  checkName(name);
  checkPermissions(name, permissions);
  if (!(await insertRole(transaction, name, description))) throw new RoleExistsError(name);
  await replaceRolePermissions(transaction, name, permissions);
  record({ event: 'post_role', extra: name, after: { name, permissions: written(permissions) } });
  return requireRole(transaction, name);
}

/**
 * Changes what a role is called and gives. Of the built-in roles only Public can be given anything.
 *
 * @throws {RoleNotFoundError | RoleInvalidError | RoleExistsError | RoleBuiltInError}
 */
export async function editRole(
  { transaction, record }: Changing,
  name: string,
  edit: Partial<RoleInput>,
): Promise<RoleRow> {
  const before = await requireRole(transaction, name);
  const after = {
    name: edit.name ?? name,
    description: edit.description ?? before.description,
    permissions: edit.permissions ?? before.permissions,
  };
  if (before.isBuiltIn && (name !== 'Public' || after.name !== name)) throw new RoleBuiltInError(name);
  checkName(after.name);
  checkPermissions(after.name, after.permissions);
  if (!(await updateRole(transaction, name, after))) throw new RoleExistsError(after.name);
  await replaceRolePermissions(transaction, after.name, after.permissions);
  record({
    event: 'patch_role',
    extra: name,
    before: { name, permissions: written(before.permissions) },
    after: { name: after.name, permissions: written(after.permissions) },
  });
  return requireRole(transaction, after.name);
}

/** @throws {RoleNotFoundError | RoleBuiltInError} */
export async function removeRole({ transaction, record }: Changing, name: string): Promise<void> {
  const before = await requireRole(transaction, name);
  if (before.isBuiltIn) throw new RoleBuiltInError(name);
  await deleteRole(transaction, name);
  record({
    event: 'delete_role',
    extra: name,
    before: { name, permissions: written(before.permissions), users: before.userCount },
  });
}

/** @throws {RoleNotFoundError} */
export async function requireRole(database: Queryable, name: string): Promise<RoleRow> {
  const role = await findRole(database, name);
  if (role !== null) return role;
  throw new RoleNotFoundError(
    name,
    (await listRoles(database)).map((known) => known.name),
  );
}

function checkName(name: string): void {
  if (!NAME.test(name)) throw new RoleInvalidError(name.slice(0, 40), 'expected a name of 1 to 64 characters');
}

function checkPermissions(role: string, permissions: readonly PermissionRow[]): void {
  for (const permission of permissions) {
    const fault = faultOfPermission(permission);
    if (fault !== null) throw new RoleInvalidError(role, fault);
  }
}

/** As they are typed on the command line: `can_read:Pools`. */
function written(permissions: readonly PermissionRow[]): readonly string[] {
  return permissions.map(({ action, resource }) => `${action}:${resource}`);
}
