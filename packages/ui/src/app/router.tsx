/** The routes of the app. What a page shows is in its path and its search parameters, so that every view is a link. */
import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, redirect, useNavigate } from '@tanstack/react-router';
import { readDagListSearch } from '../features/dags/dag-list-search.ts';
import { SignInPage } from '../features/session/components/sign-in-page.tsx';
import { adminRoutes } from './admin-routes.tsx';
import { dagRoutes } from './dag-routes.ts';
import { overviewRoutes } from './overview-routes.tsx';
import { root, shell } from './shell-route.tsx';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ next }): { readonly next?: string } =>
    typeof next === 'string' && isOwnPath(next) ? { next } : {},
  component: SignInRoute,
});

/** A path of this app, and no address of another one. */
function isOwnPath(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('//') && !path.includes('\\');
}

function SignInRoute() {
  const { next = '/home' } = signIn.useSearch();
  const navigate = useNavigate();
  return <SignInPage onSignedIn={() => void navigate({ href: next, replace: true })} />;
}

const start = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/home' });
  },
});

const dags = createRoute({
  getParentRoute: () => shell,
  path: '/dags',
  validateSearch: readDagListSearch,
  component: lazyRouteComponent(() => import('../features/dags/components/dag-list-page.tsx'), 'DagListPage'),
});

const routeTree = root.addChildren([
  signIn,
  shell.addChildren([...adminRoutes, ...overviewRoutes, start, dags, ...dagRoutes]),
]);

export function createAppRouter(client: QueryClient) {
  return createRouter({ routeTree, context: { client }, defaultPreload: 'intent', scrollRestoration: true });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
