import {
  ACTIONS,
  deleteRoleRoute,
  getPermissions,
  getRole,
  getRoles,
  patchRole,
  postRole,
  RESOURCES,
} from '@tradewind/contract';
import { type Database, listRoles, type PermissionRow } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { collection, pageOf } from '../http/paging.ts';
import { masked } from '../http/update-mask.ts';
import type { Identity } from '../identity/identity.ts';
import { createRole, editRole, removeRole, requireRole } from '../identity/operations/role-operations.ts';
import { presentRole } from '../present/user.ts';

interface RoleParts {
  readonly database: Database;
  readonly identity: Pick<Identity, 'callers'>;
}

export function roleEndpoints({ database, identity }: RoleParts): readonly Endpoint[] {
  return [
    handle(getRoles, async ({ query, caller }) => {
      const { limit, offset = 0 } = pageOf(query);
      const roles = await listRoles(database);
      const page = { total: roles.length, isEstimate: false, nextCursor: null, previousCursor: null };
      const shown = roles.slice(offset, offset + limit).map((role) => presentRole(role, caller));
      return collection('roles', page, shown);
    }),
    handle(getRole, async ({ params, caller }) => presentRole(await requireRole(database, params.role_name), caller)),
    handle(postRole, async ({ body: { name, description = '', actions }, change, caller }) => {
      const role = await change((changing) =>
        createRole(changing, { name, description, permissions: permissionsOf(actions ?? []) }),
      );
      identity.callers.forget();
      return presentRole(role, caller);
    }),
    handle(patchRole, async ({ params, query, body, change, caller }) => {
      const { actions, ...given } = masked(body, query.update_mask);
      const edit = { ...given, ...(actions === undefined ? {} : { permissions: permissionsOf(actions) }) };
      const role = await change((changing) => editRole(changing, params.role_name, edit));
      identity.callers.forget();
      return presentRole(role, caller);
    }),
    handle(deleteRoleRoute, async ({ params, change }) => {
      await change((changing) => removeRole(changing, params.role_name));
      identity.callers.forget();
      return null;
    }),
    handle(getPermissions, async () => ({
      actions: ACTIONS.map((name) => ({ name })),
      resources: RESOURCES.map((name) => ({ name })),
      total_entries: ACTIONS.length,
    })),
  ];
}

interface Named {
  readonly name: string;
}

function permissionsOf(actions: readonly { readonly action: Named; readonly resource: Named }[]): PermissionRow[] {
  return actions.map(({ action, resource }) => ({ action: action.name, resource: resource.name }));
}
