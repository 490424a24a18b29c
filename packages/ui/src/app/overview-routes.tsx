/** The routes that look over everything: home and the queue. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shell } from './shell-route.tsx';

const home = createRoute({
  getParentRoute: () => shell,
  path: '/home',
  component: lazyRouteComponent(() => import('../features/home/components/home-page.tsx'), 'HomePage'),
});

const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queue',
  component: lazyRouteComponent(() => import('../features/queue/components/queue-page.tsx'), 'QueuePage'),
});

export const overviewRoutes = [home, queue] as const;
