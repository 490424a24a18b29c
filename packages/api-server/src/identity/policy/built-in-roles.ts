/** What the built-in roles may do: Airflow's table, with the resources that Tradewind adds. */
import { ACTIONS, type Action, type Permission, RESOURCES, type Resource } from '@tradewind/contract';

export const BUILT_IN_ROLES = ['Public', 'Viewer', 'User', 'Op', 'Admin'] as const;
export type BuiltInRole = (typeof BUILT_IN_ROLES)[number];

function each(action: Action, ...resources: readonly Resource[]): readonly Permission[] {
  return resources.map((resource) => [action, resource] as const);
}

const VIEWER: readonly Permission[] = [
  ...each('can_read', 'DAGs', 'DAG Code', 'DAG Dependencies', 'DAG Runs', 'DAG Versions', 'DAG Warnings'),
  ...each('can_read', 'Task Instances', 'Task Logs', 'XComs', 'HITL Detail', 'Import Errors', 'Jobs', 'Pools'),
  ...each('can_read', 'Assets', 'Asset Aliases', 'Backfills', 'Cluster Activity', 'Deadlines', 'Website'),
  ...each('can_read', 'My Password', 'My Profile'),
  ...each('can_edit', 'My Password', 'My Profile'),
  ...each('menu_access', 'Browse', 'DAGs', 'DAG Dependencies', 'DAG Runs', 'Assets', 'Cluster Activity'),
  ...each('menu_access', 'Docs', 'Documentation', 'Jobs', 'Task Instances'),
];

const USER: readonly Permission[] = [
  ...VIEWER,
  ...each('can_create', 'DAG Runs', 'Task Instances', 'Assets'),
  ...each('can_edit', 'DAGs', 'DAG Runs', 'Task Instances', 'HITL Detail'),
  ...each('can_delete', 'DAGs', 'DAG Runs', 'Task Instances'),
];

const OP: readonly Permission[] = [
  ...USER,
  ...each('can_read', 'Configurations', 'Connections', 'Plugins', 'Providers', 'Variables'),
  ...each('can_create', 'Connections', 'Pools', 'Variables', 'XComs', 'Backfills'),
  ...each('can_edit', 'Connections', 'Pools', 'Variables', 'XComs', 'Backfills'),
  ...each('can_delete', 'Connections', 'Pools', 'Variables', 'XComs', 'Backfills', 'Assets'),
  ...each('menu_access', 'Admin', 'Configurations', 'Connections', 'Pools', 'Plugins', 'Variables', 'Providers'),
  ...each('menu_access', 'XComs', 'HITL Detail'),
];

const PERMISSIONS: Readonly<Record<BuiltInRole, readonly Permission[]>> = {
  Public: [],
  Viewer: VIEWER,
  User: USER,
  Op: OP,
  Admin: ACTIONS.flatMap((action) => each(action, ...RESOURCES)),
};

/** Those of a role that is built in; none for any other. */
export function builtInPermissions(role: string): readonly Permission[] {
  return isBuiltInRole(role) ? PERMISSIONS[role] : [];
}

function isBuiltInRole(role: string): role is BuiltInRole {
  return (BUILT_IN_ROLES as readonly string[]).includes(role);
}
