/** The routes of the administration, and of the events beside it. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { listSearch } from '../shared/table/list-search.ts';
import { shell } from './shell-route.tsx';

const admin = createRoute({
  getParentRoute: () => shell,
  path: '/admin',
  component: lazyRouteComponent(() => import('../features/admin/components/admin-layout.tsx'), 'AdminLayout'),
});

const index = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/admin/variables' });
  },
});

const variables = createRoute({
  getParentRoute: () => admin,
  path: 'variables',
  validateSearch: listSearch({ filters: { q: 'text' }, sorts: ['key', 'description'] }),
  component: lazyRouteComponent(() => import('../features/admin/components/variables-page.tsx'), 'VariablesPage'),
});

const connections = createRoute({
  getParentRoute: () => admin,
  path: 'connections',
  validateSearch: listSearch({ filters: { q: 'text' }, sorts: ['connection_id', 'conn_type', 'host', 'description'] }),
  component: lazyRouteComponent(() => import('../features/admin/components/connections-page.tsx'), 'ConnectionsPage'),
});

const pools = createRoute({
  getParentRoute: () => admin,
  path: 'pools',
  validateSearch: listSearch({ filters: { q: 'text' }, sorts: ['name', 'slots'] }),
  component: lazyRouteComponent(() => import('../features/admin/components/pools-page.tsx'), 'PoolsPage'),
});

const users = createRoute({
  getParentRoute: () => admin,
  path: 'users',
  validateSearch: listSearch({
    filters: { q: 'text', role: 'text', active: ['true', 'false'] },
    sorts: ['username', 'email', 'active', 'last_login'],
  }),
  component: lazyRouteComponent(() => import('../features/admin/components/users-page.tsx'), 'UsersPage'),
});

const roles = createRoute({
  getParentRoute: () => admin,
  path: 'roles',
  component: lazyRouteComponent(() => import('../features/admin/components/roles-page.tsx'), 'RolesPage'),
});

const tokens = createRoute({
  getParentRoute: () => admin,
  path: 'tokens',
  component: lazyRouteComponent(() => import('../features/admin/components/tokens-page.tsx'), 'TokensPage'),
});

const config = createRoute({
  getParentRoute: () => admin,
  path: 'config',
  validateSearch: listSearch({ filters: { q: 'text', changed: ['yes'] } }),
  component: lazyRouteComponent(() => import('../features/admin/components/config-page.tsx'), 'ConfigPage'),
});

const importErrors = createRoute({
  getParentRoute: () => admin,
  path: 'import-errors',
  validateSearch: listSearch({ filters: { q: 'text' }, sorts: ['filename'] }),
  component: lazyRouteComponent(
    () => import('../features/admin/components/import-errors-page.tsx'),
    'ImportErrorsPage',
  ),
});

const health = createRoute({
  getParentRoute: () => admin,
  path: 'health',
  validateSearch: listSearch({
    filters: { job_type: ['SchedulerJob', 'DagProcessorJob', 'WorkerJob'], state: ['running', 'success', 'failed'] },
    sorts: ['job_type', 'state', 'hostname', 'start_date', 'latest_heartbeat'],
  }),
  component: lazyRouteComponent(() => import('../features/admin/components/health-page.tsx'), 'HealthPage'),
});

const events = createRoute({
  getParentRoute: () => shell,
  path: '/events',
  validateSearch: listSearch({
    filters: {
      event: 'text',
      owner: 'text',
      dag_id: 'text',
      run_id: 'text',
      task_id: 'text',
      via: ['ui', 'api', 'cli', 'scheduler'],
    },
    sorts: ['when', 'event', 'owner', 'dag_id'],
  }),
  component: lazyRouteComponent(() => import('../features/events/components/events-page.tsx'), 'EventsPage'),
});

const adminEvents = createRoute({
  getParentRoute: () => admin,
  path: 'events',
  beforeLoad: () => {
    throw redirect({ to: '/events' });
  },
});

export const adminRoutes = [
  events,
  admin.addChildren([
    index,
    variables,
    connections,
    pools,
    users,
    roles,
    tokens,
    config,
    importErrors,
    health,
    adminEvents,
  ]),
] as const;
