import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { ServerConfig } from '../schemas/server-config.ts';

const NEEDS = 'The option `api.exposeConfig` has to allow it. What is secret is never shown.';

export const getConfig = route({
  id: 'get_config',
  method: 'GET',
  path: '/api/v2/config',
  tag: 'Config',
  summary: 'The configuration in force, as JSON, or as text with `Accept: text/plain`.',
  description: NEEDS,
  query: Type.Object({
    section: Type.Optional(Type.String({ maxLength: 250 })),
    display_source: Type.Optional(
      Type.Boolean({ default: false, description: 'True: each value comes with where it was set.' }),
    ),
  }),
  answers: { 200: ServerConfig },
  otherContentTypes: ['text/plain'],
  rule: permitted('can_read', 'Configurations'),
});

export const getConfigValue = route({
  id: 'get_config_value',
  method: 'GET',
  path: '/api/v2/config/section/{section}/option/{option}',
  tag: 'Config',
  summary: 'One option of the configuration.',
  description: NEEDS,
  answers: { 200: ServerConfig },
  otherContentTypes: ['text/plain'],
  rule: permitted('can_read', 'Configurations'),
});

export const serverConfigRoutes: readonly Route[] = [getConfig, getConfigValue];
