import type { DagAccess, DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export interface PermissionRow {
  readonly action: string;
  readonly resource: string;
}

/** The rights that the file of a DAG gives to roles. */
export interface DagAccessRow {
  readonly dagId: DagId;
  readonly access: DagAccess;
}

const readRolePermissionsStatement: Statement = {
  name: 'read-role-permissions',
  text: `select distinct p.action, p.resource from role_permission p
         left join dag d on d.dag_id = case
           when starts_with(p.resource, 'DAG:') then substr(p.resource, 5)
           when starts_with(p.resource, 'DAG Run:') then substr(p.resource, 9) end
         where p.role_name = any($1::text[]) and d.access is null`,
};
const readDagAccessStatement: Statement = {
  name: 'read-dag-access',
  text: 'select dag_id as "dagId", access from dag where access is not null and access ?| $1::text[]',
};
/** What was given to these roles; rights on a DAG whose file says who has them do not count. Index: primary keys. */
export async function readRolePermissions(
  database: Queryable,
  roles: readonly string[],
): Promise<readonly PermissionRow[]> {
  return database.query<PermissionRow>(readRolePermissionsStatement, [roles]);
}

/** The DAGs whose files give rights to any of these roles. Index: `dag_access`. */
export async function readDagAccess(database: Queryable, roles: readonly string[]): Promise<readonly DagAccessRow[]> {
  return database.query<DagAccessRow>(readDagAccessStatement, [roles]);
}
