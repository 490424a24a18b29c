/** The permissions of a role as a matrix: resources down, actions across. */
import type { Role, RoleBody } from './api/roles.ts';

export type Granted = ReadonlySet<string>;

/** `can_read Pools`. */
export function cellOf(action: string, resource: string): string {
  return `${action} ${resource}`;
}

export function grantedBy(role: Pick<Role, 'actions'> | null): Granted {
  return new Set(role?.actions.map(({ action, resource }) => cellOf(action.name, resource.name)) ?? []);
}

/** With the cell turned around. */
export function toggled(granted: Granted, cell: string): Granted {
  const next = new Set(granted);
  if (!next.delete(cell)) next.add(cell);
  return next;
}

/** As the API takes them. An action has no space in its name, a resource may. */
export function actionsOf(granted: Granted): NonNullable<RoleBody['actions']> {
  return [...granted].map((cell) => {
    const end = cell.indexOf(' ');
    return { action: { name: cell.slice(0, end) }, resource: { name: cell.slice(end + 1) } };
  });
}

/** The resources of the server, and those of single DAGs that the role has beside them. */
export function resourcesOf(all: readonly string[], role: Pick<Role, 'actions'> | null): readonly string[] {
  const own = role?.actions.map(({ resource }) => resource.name) ?? [];
  return [...new Set([...all, ...own])];
}
