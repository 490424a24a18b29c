import { type Queryable, readDagAccess, readRolePermissions } from '@tradewind/store';
import { rightsOf } from '../policy/rights.ts';
import { writtenRights } from '../policy/written-rights.ts';

/** A permission, and the roles that give it. */
export interface ExplainedPermission {
  readonly action: string;
  readonly resource: string;
  readonly roles: string[];
}

/** What somebody with these roles may do, and because of which of them. */
export async function explainPermissions(
  database: Queryable,
  roles: readonly string[],
): Promise<ExplainedPermission[]> {
  const explained = new Map<string, ExplainedPermission>();
  for (const role of roles) {
    const given = await readRolePermissions(database, [role]);
    const dagAccess = await readDagAccess(database, [role]);
    for (const { action, resource } of writtenRights(rightsOf({ roles: [role], given, dagAccess }))) {
      const key = `${action}:${resource}`;
      const known = explained.get(key);
      if (known === undefined) explained.set(key, { action, resource, roles: [role] });
      else known.roles.push(role);
    }
  }
  return [...explained.values()];
}
