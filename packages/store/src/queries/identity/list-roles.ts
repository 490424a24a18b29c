import type { Queryable, Statement } from '../../database.ts';
import type { PermissionRow } from './read-rights.ts';

export interface RoleRow {
  readonly name: string;
  readonly description: string;
  /** Its rights are part of the program; `permissions` are those that it was given beyond them. */
  readonly isBuiltIn: boolean;
  readonly permissions: readonly PermissionRow[];
  readonly userCount: number;
}

const listRolesStatement: Statement = {
  name: 'list-roles',
  text: `select r.name, r.description, r.is_built_in as "isBuiltIn",
           (select count(*) from user_role where role_name = r.name) as "userCount",
           coalesce((select jsonb_agg(jsonb_build_object('action', action, 'resource', resource) order by resource, action)
                     from role_permission where role_name = r.name), '[]') as permissions
         from role r where $1::text is null or r.name = $1
         order by r.is_built_in desc, array_position(array['Public', 'Viewer', 'User', 'Op', 'Admin'], r.name), r.name`,
};

/** All roles: the built-in ones first, each after the one that it includes. */
export async function listRoles(database: Queryable): Promise<readonly RoleRow[]> {
  return database.query<RoleRow>(listRolesStatement, [null]);
}

/** The role of this name; null when there is none. Index: primary key. */
export async function findRole(database: Queryable, name: string): Promise<RoleRow | null> {
  const [row] = await database.query<RoleRow>(listRolesStatement, [name]);
  return row ?? null;
}
