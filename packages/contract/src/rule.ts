/**
 * What a caller must be allowed to do to use a route: Airflow's actions and resources, by Airflow's names.
 *
 * A permission is an action on a resource; a route needs all that it lists. A route whose path holds `{dag_id}` is also
 * allowed to those who have the permissions for that DAG alone.
 */

export const ACTIONS = ['can_read', 'can_create', 'can_edit', 'can_delete', 'menu_access'] as const;
export type Action = (typeof ACTIONS)[number];

/** Resources whose rights can be given for single DAGs as well. */
export const DAG_RESOURCES = [
  'DAGs',
  'DAG Code',
  'DAG Dependencies',
  'DAG Runs',
  'DAG Versions',
  'DAG Warnings',
  'HITL Detail',
  'Import Errors',
  'Task Instances',
  'Task Logs',
  'XComs',
] as const;

export const RESOURCES = [
  ...DAG_RESOURCES,
  'Admin',
  'Asset Aliases',
  'Assets',
  'Audit Logs',
  'Backfills',
  'Browse',
  'Cluster Activity',
  'Configurations',
  'Connections',
  'Deadlines',
  'Docs',
  'Documentation',
  'Jobs',
  'My Password',
  'My Profile',
  'Passwords',
  'Permissions',
  'Plugins',
  'Pools',
  'Providers',
  'Roles',
  'Service Accounts',
  'Task Reschedules',
  'Tokens',
  'Triggers',
  'Users',
  'Variables',
  'Website',
] as const;
export type Resource = (typeof RESOURCES)[number];
export type DagResource = (typeof DAG_RESOURCES)[number];

export type Permission = readonly [action: Action, resource: Resource];

export type Rule =
  /** Everybody, signed in or not. */
  | { readonly kind: 'public' }
  /** Everybody who has signed in. */
  | { readonly kind: 'signed_in' }
  /** Those who have all of these permissions. */
  | { readonly kind: 'permitted'; readonly permissions: readonly Permission[] }
  /** A worker, by the token that it got when it joined. */
  | { readonly kind: 'worker' }
  /** An attempt of a task, by its own token. */
  | { readonly kind: 'attempt' };

export const everybody: Rule = { kind: 'public' };
export const signedIn: Rule = { kind: 'signed_in' };

/** `permitted('can_read', 'DAGs')`; more resources under the same action may follow. */
export function permitted(action: Action, ...resources: readonly [Resource, ...Resource[]]): Rule {
  return { kind: 'permitted', permissions: resources.map((resource) => [action, resource] as const) };
}

/** Permissions of different actions. */
export function permittedAll(...permissions: readonly [Permission, ...Permission[]]): Rule {
  return { kind: 'permitted', permissions };
}
