import { type Route, route } from '../route.ts';
import { everybody } from '../rule.ts';
import { VersionInfo } from '../schemas/version.ts';

export const getVersion = route({
  id: 'get_version',
  method: 'GET',
  path: '/api/v2/version',
  tag: 'Version',
  summary: 'The version of the server.',
  answers: { 200: VersionInfo },
  rule: everybody,
});

export const versionRoutes: readonly Route[] = [getVersion];
