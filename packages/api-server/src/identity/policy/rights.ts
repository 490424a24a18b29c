/**
 * What somebody may do, worked out from their roles: sets in which the policy looks up one pair.
 *
 * Rights come from the built-in table, from what roles were given, and from the files of DAGs; a token can only take away.
 */
import type { Action, Permission } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import type { DagAccessRow, PermissionRow } from '@tradewind/store';
import type { PermissionKey } from '../caller.ts';
import { builtInPermissions } from './built-in-roles.ts';
import { readResource } from './resource-name.ts';

export interface Rights {
  /** Everywhere. */
  readonly permissions: ReadonlySet<PermissionKey>;
  /** For single DAGs, beyond that. */
  readonly dagPermissions: ReadonlyMap<DagId, ReadonlySet<PermissionKey>>;
}

export interface RightsSources {
  readonly roles: readonly string[];
  /** What the roles were given. */
  readonly given: readonly PermissionRow[];
  /** What files of DAGs give to any of the roles. */
  readonly dagAccess: readonly DagAccessRow[];
}

/** What a token may be used for at most. */
export interface TokenScope {
  readonly isReadOnly: boolean;
  /** Null: whatever its user may do. */
  readonly permissions: readonly PermissionRow[] | null;
}

export function rightsOf({ roles, given, dagAccess }: RightsSources): Rights {
  const rights = new RightsBuilder();
  for (const permission of roles.flatMap(builtInPermissions)) rights.addEverywhere(permission);
  for (const row of given) rights.addRow(row);
  for (const { dagId, access } of dagAccess) {
    for (const role of roles) {
      for (const [resource, actions] of Object.entries(access[role] ?? {})) {
        for (const action of actions) rights.addForDag(dagId, keyOf(action, resource));
      }
    }
  }
  return rights.build();
}

/** The rights that are left when a token allows no more than `scope`. */
export function narrowed(rights: Rights, { isReadOnly, permissions }: TokenScope): Rights {
  const readable = isReadOnly ? onlyReading(rights) : rights;
  if (permissions === null) return readable;
  const scope = new RightsBuilder();
  for (const row of permissions) scope.addRow(row);
  return bothOf(readable, scope.build());
}

function onlyReading({ permissions, dagPermissions }: Rights): Rights {
  const reading = (keys: ReadonlySet<PermissionKey>): ReadonlySet<PermissionKey> =>
    new Set([...keys].filter((key) => /^(can_read|menu_access):/.test(key)));
  return {
    permissions: reading(permissions),
    dagPermissions: new Map([...dagPermissions].map(([dagId, keys]) => [dagId, reading(keys)])),
  };
}

function bothOf(one: Rights, other: Rights): Rights {
  const dagIds = new Set([...one.dagPermissions.keys(), ...other.dagPermissions.keys()]);
  const forDag = (rights: Rights, dagId: DagId): ReadonlySet<PermissionKey> =>
    new Set([...rights.permissions, ...(rights.dagPermissions.get(dagId) ?? [])]);
  return {
    permissions: inBoth(one.permissions, other.permissions),
    dagPermissions: new Map([...dagIds].map((dagId) => [dagId, inBoth(forDag(one, dagId), forDag(other, dagId))])),
  };
}

function inBoth(one: ReadonlySet<PermissionKey>, other: ReadonlySet<PermissionKey>): ReadonlySet<PermissionKey> {
  return new Set([...one].filter((key) => other.has(key)));
}

class RightsBuilder {
  readonly #permissions = new Set<PermissionKey>();
  readonly #dagPermissions = new Map<DagId, Set<PermissionKey>>();

  addEverywhere([action, resource]: Permission): void {
    this.#permissions.add(`${action}:${resource}`);
  }

  addForDag(dagId: DagId, key: PermissionKey): void {
    const known = this.#dagPermissions.get(dagId);
    if (known === undefined) this.#dagPermissions.set(dagId, new Set([key]));
    else known.add(key);
  }

  /** A row of the database: a name that this version does not know gives nothing to anybody. */
  addRow({ action, resource }: PermissionRow): void {
    const named = readResource(resource);
    if (named === null) return;
    const key = keyOf(action, named.resource);
    if (named.dagId === null) this.#permissions.add(key);
    else this.addForDag(named.dagId, key);
  }

  build(): Rights {
    return { permissions: this.#permissions, dagPermissions: this.#dagPermissions };
  }
}

function keyOf(action: string, resource: string): PermissionKey {
  return `${action as Action}:${resource}` as PermissionKey;
}
