import type { Route } from '../route.ts';
import { taskInstanceRoutes } from '../routes/execution/task-instances.ts';
import { valueRoutes } from '../routes/execution/values.ts';
import { workerRoutes } from '../routes/execution/workers.ts';

/** Its ids are unique among themselves; some are the same as in the public API, as in Airflow. */
export const executionRoutes: readonly Route[] = [...workerRoutes, ...taskInstanceRoutes, ...valueRoutes];

/** The header in which the server sends a token anew whose life is nearly over, as in Airflow. */
export const REFRESHED_TOKEN_HEADER = 'refreshed-api-token';
