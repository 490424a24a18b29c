/** The routes of what people look at every day: DAGs, runs, task instances. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readRunListSearch } from '../features/runs/run-list-search.ts';
import { readRunSearch } from '../features/runs/run-search.ts';
import { instanceRoutes } from './instance-routes.ts';
import { shell } from './shell-route.tsx';

const runs = createRoute({
  getParentRoute: () => shell,
  path: '/runs',
  validateSearch: readRunListSearch,
  component: lazyRouteComponent(() => import('../features/runs/components/runs-page.tsx'), 'RunsPage'),
});

const dag = createRoute({
  getParentRoute: () => shell,
  path: '/dags/$dagId',
  component: lazyRouteComponent(() => import('../features/dags/components/dag-page.tsx'), 'DagPage'),
});

const dagRuns = createRoute({
  getParentRoute: () => dag,
  path: '/',
  validateSearch: readRunListSearch,
  component: lazyRouteComponent(() => import('../features/runs/components/dag-runs-tab.tsx'), 'DagRunsTab'),
});

const dagTasks = createRoute({
  getParentRoute: () => dag,
  path: '/tasks',
  component: lazyRouteComponent(() => import('../features/dags/components/dag-tasks-tab.tsx'), 'DagTasksTab'),
});

const dagCode = createRoute({
  getParentRoute: () => dag,
  path: '/code',
  validateSearch: ({ version }): { readonly version?: number } =>
    typeof version === 'number' && Number.isInteger(version) && version > 0 ? { version } : {},
  component: lazyRouteComponent(() => import('../features/dags/components/dag-code-tab.tsx'), 'DagCodeTab'),
});

const dagVersions = createRoute({
  getParentRoute: () => dag,
  path: '/versions',
  component: lazyRouteComponent(() => import('../features/dags/components/dag-versions-tab.tsx'), 'DagVersionsTab'),
});

const dagDetails = createRoute({
  getParentRoute: () => dag,
  path: '/details',
  component: lazyRouteComponent(() => import('../features/dags/components/dag-details-tab.tsx'), 'DagDetailsTab'),
});

const run = createRoute({
  getParentRoute: () => shell,
  path: '/dags/$dagId/runs/$runId',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../features/runs/components/run-page.tsx'), 'RunPage'),
});

export const dagRoutes = [
  runs,
  dag.addChildren([dagRuns, dagTasks, dagCode, dagVersions, dagDetails]),
  run,
  ...instanceRoutes,
] as const;
