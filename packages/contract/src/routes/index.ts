/** All routes, by resource. Each resource is one file, which exports its routes and the list of them. */
import type { Route } from '../route.ts';
import { answerRoutes } from './answers.ts';
import { authRoutes } from './auth.ts';
import { dagFileRoutes } from './dag-files.ts';
import { dagRunRoutes } from './dag-runs.ts';
import { dagRoutes } from './dags.ts';
import { eventLogRoutes } from './event-logs.ts';
import { gridRoutes } from './grid.ts';
import { peopleRoutes } from './people.ts';
import { poolRoutes } from './pools.ts';
import { roleRoutes } from './roles.ts';
import { serviceAccountRoutes } from './service-accounts.ts';
import { taskExtraRoutes } from './task-extras.ts';
import { taskInstanceRoutes } from './task-instances.ts';
import { taskRoutes } from './tasks.ts';
import { userRoutes } from './users.ts';
import { versionRoutes } from './version.ts';
import { xcomRoutes } from './xcoms.ts';

export * from './answers.ts';
export * from './auth.ts';
export * from './dag-files.ts';
export * from './dag-runs.ts';
export * from './dags.ts';
export * from './event-logs.ts';
export * from './grid.ts';
export * from './people.ts';
export * from './pools.ts';
export * from './roles.ts';
export * from './service-accounts.ts';
export * from './task-extras.ts';
export * from './task-instances.ts';
export * from './tasks.ts';
export * from './users.ts';
export * from './version.ts';
export * from './xcoms.ts';

export const routes: readonly Route[] = [
  ...answerRoutes,
  ...authRoutes,
  ...eventLogRoutes,
  ...roleRoutes,
  ...serviceAccountRoutes,
  ...userRoutes,
  ...gridRoutes,
  ...dagRoutes,
  ...dagFileRoutes,
  ...taskRoutes,
  ...peopleRoutes,
  ...poolRoutes,
  ...dagRunRoutes,
  ...taskInstanceRoutes,
  ...taskExtraRoutes,
  ...xcomRoutes,
  ...versionRoutes,
];
