/** The routes of a task instance and its tabs; those of one of a mapped task are the same, below `mapped`. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readLogSearch } from '../features/logs/log-search.ts';
import { shell } from './shell-route.tsx';

const InstancePage = lazyRouteComponent(
  () => import('../features/task-instances/components/instance-page.tsx'),
  'InstancePage',
);
const LogTab = lazyRouteComponent(() => import('../features/logs/components/log-tab.tsx'), 'LogTab');
const WhyTab = lazyRouteComponent(() => import('../features/task-instances/components/why-tab.tsx'), 'WhyTab');
const AttemptsTab = lazyRouteComponent(
  () => import('../features/task-instances/components/attempts-tab.tsx'),
  'AttemptsTab',
);
const InputsTab = lazyRouteComponent(() => import('../features/task-instances/components/inputs-tab.tsx'), 'InputsTab');
const OutputsTab = lazyRouteComponent(
  () => import('../features/task-instances/components/outputs-tab.tsx'),
  'OutputsTab',
);
const InstanceDetailsTab = lazyRouteComponent(
  () => import('../features/task-instances/components/instance-details-tab.tsx'),
  'InstanceDetailsTab',
);

// Each route is written out: its type is lost when it is made where it is hung up, or by a function.
const instance = createRoute({
  getParentRoute: () => shell,
  path: '/dags/$dagId/runs/$runId/tasks/$taskId',
  component: InstancePage,
});
const log = createRoute({
  getParentRoute: () => instance,
  path: '/',
  validateSearch: readLogSearch,
  component: LogTab,
});
const why = createRoute({ getParentRoute: () => instance, path: '/why', component: WhyTab });
const attempts = createRoute({ getParentRoute: () => instance, path: '/attempts', component: AttemptsTab });
const inputs = createRoute({ getParentRoute: () => instance, path: '/inputs', component: InputsTab });
const outputs = createRoute({ getParentRoute: () => instance, path: '/outputs', component: OutputsTab });
const details = createRoute({ getParentRoute: () => instance, path: '/details', component: InstanceDetailsTab });

const mapped = createRoute({
  getParentRoute: () => shell,
  path: '/dags/$dagId/runs/$runId/tasks/$taskId/mapped/$mapIndex',
  component: InstancePage,
});
const mappedLog = createRoute({
  getParentRoute: () => mapped,
  path: '/',
  validateSearch: readLogSearch,
  component: LogTab,
});
const mappedWhy = createRoute({ getParentRoute: () => mapped, path: '/why', component: WhyTab });
const mappedAttempts = createRoute({ getParentRoute: () => mapped, path: '/attempts', component: AttemptsTab });
const mappedInputs = createRoute({ getParentRoute: () => mapped, path: '/inputs', component: InputsTab });
const mappedOutputs = createRoute({ getParentRoute: () => mapped, path: '/outputs', component: OutputsTab });
const mappedDetails = createRoute({ getParentRoute: () => mapped, path: '/details', component: InstanceDetailsTab });

export const instanceRoutes = [
  instance.addChildren([log, why, attempts, inputs, outputs, details]),
  mapped.addChildren([mappedLog, mappedWhy, mappedAttempts, mappedInputs, mappedOutputs, mappedDetails]),
] as const;
