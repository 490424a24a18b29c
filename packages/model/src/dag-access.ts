/** Rights that the file of a DAG gives to roles, in Airflow's words. */
import type { Check } from './json-shape.ts';
import { isObject } from './json-shape.ts';

/** What can be given for a single DAG: its own actions, and those of its runs. */
export const DAG_ACCESS_ACTIONS = {
  DAGs: ['can_read', 'can_edit', 'can_delete'],
  'DAG Runs': ['can_read', 'can_create', 'can_edit', 'can_delete', 'menu_access'],
} as const;

export type DagAccessResource = keyof typeof DAG_ACCESS_ACTIONS;
export type DagAction = (typeof DAG_ACCESS_ACTIONS)['DAGs'][number];
export type DagRunAction = (typeof DAG_ACCESS_ACTIONS)['DAG Runs'][number];

/** By role and resource, the actions: `{ analysts: { DAGs: ['can_read'] } }`. Actions are sorted. */
export type DagAccess = Readonly<Record<string, Readonly<Partial<Record<DagAccessResource, readonly string[]>>>>>;

/** As it is written: a list stands for actions on the DAG itself. */
export type DagAccessInput = Readonly<
  Record<
    string,
    readonly DagAction[] | { readonly DAGs?: readonly DagAction[]; readonly 'DAG Runs'?: readonly DagRunAction[] }
  >
>;

/** Says of every part of `value` that is wrong what it should be. Lists in the place of resources count as written. */
export function faultsOfDagAccess(value: unknown, path: string): readonly string[] {
  if (!isObject(value)) return [`expected ${path} to be an object of roles, got: ${shown(value)}`];
  return Object.entries(value).flatMap(([role, given]) => {
    if (role.trim() === '') return [`expected ${path} to name roles, got an empty name`];
    if (Array.isArray(given)) return faultsOfActions('DAGs', given, `${path}.${role}`);
    if (!isObject(given))
      return [`expected ${path}.${role} to be a list of actions or an object of resources, got: ${shown(given)}`];
    return Object.entries(given).flatMap(([resource, actions]) =>
      faultsOfActions(resource, actions, `${path}.${role}.${resource}`),
    );
  });
}

function faultsOfActions(resource: string, actions: unknown, path: string): readonly string[] {
  if (!isResource(resource))
    return [`expected ${path} to be "DAGs" or "DAG Runs", which alone can be given for one DAG`];
  const known: readonly unknown[] = DAG_ACCESS_ACTIONS[resource];
  if (!Array.isArray(actions)) return [`expected ${path} to be a list of actions, got: ${shown(actions)}`];
  return actions
    .filter((action) => !known.includes(action))
    .map((action) => `expected ${path} to hold ${known.join(', ')}, got: ${shown(action)}`);
}

function isResource(name: string): name is DagAccessResource {
  return Object.hasOwn(DAG_ACCESS_ACTIONS, name);
}

/** In full: each role with its resources, each with its actions in order and once. */
export function normalDagAccess(input: DagAccessInput): DagAccess {
  return Object.fromEntries(
    Object.entries(input).map(([role, given]) => {
      const resources = Array.isArray(given) ? { DAGs: given } : given;
      const sorted = Object.entries(resources).map(([resource, actions]) => [resource, [...new Set(actions)].sort()]);
      return [role, Object.fromEntries(sorted)];
    }),
  );
}

/** Absent: the file says nothing. */
export const DAG_ACCESS: Check = (value, path, faults) => {
  if (value !== undefined) faults.push(...faultsOfDagAccess(value, path));
};

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
}
