import { type Route, route } from '../route.ts';
import { everybody } from '../rule.ts';
import { Health } from '../schemas/health.ts';

export const getHealth = route({
  id: 'get_health',
  method: 'GET',
  path: '/api/v2/monitor/health',
  tag: 'Monitor',
  summary: 'Whether database, scheduler and DAG processor are alive. Answers 200 also when they are not.',
  answers: { 200: Health },
  rule: everybody,
});

export const monitorRoutes: readonly Route[] = [getHealth];
