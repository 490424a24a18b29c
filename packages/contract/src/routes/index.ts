/** All routes, by resource. Each resource is one file, which exports its routes and the list of them. */
import type { Route } from '../route.ts';
import { poolRoutes } from './pools.ts';
import { versionRoutes } from './version.ts';

export * from './pools.ts';
export * from './version.ts';

export const routes: readonly Route[] = [...poolRoutes, ...versionRoutes];
