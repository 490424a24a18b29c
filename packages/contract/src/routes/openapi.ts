import { type Route, route } from '../route.ts';
import { everybody } from '../rule.ts';
import { JsonObjectSchema } from '../schemas/values.ts';

const tag = 'Meta';
const summary = 'The OpenAPI 3.1 document of this API.';

export const getOpenApi = route({
  id: 'get_openapi',
  method: 'GET',
  path: '/openapi.json',
  tag,
  summary,
  answers: { 200: JsonObjectSchema },
  rule: everybody,
  isInternal: true,
});

export const getOpenApiOfV2 = route({
  id: 'get_openapi_v2',
  method: 'GET',
  path: '/api/v2/openapi.json',
  tag,
  summary,
  answers: { 200: JsonObjectSchema },
  rule: everybody,
  isInternal: true,
});

export const openApiRoutes: readonly Route[] = [getOpenApi, getOpenApiOfV2];
