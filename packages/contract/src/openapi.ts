/** The OpenAPI 3.1 document of the API, from its routes. */
import type { TSchema } from '@sinclair/typebox';
import { bodyExample, pathExample } from './request-examples.ts';
import { isChanging, pathParamsOf, type Route } from './route.ts';
import { FieldProblems, Problem } from './schemas/problem.ts';

type Json = Readonly<Record<string, unknown>>;

export interface OpenApiInfo {
  /** The version of Tradewind. */
  readonly version: string;
}

export function openApiDocument(routes: readonly Route[], { version }: OpenApiInfo): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    if (route.isInternal) continue;
    paths[route.path] ??= {};
    paths[route.path]![route.method.toLowerCase()] = operationOf(route);
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Tradewind API',
      version,
      description: 'The paths, parameters and answers of the Airflow API, and more beside them.',
    },
    paths,
    components: { schemas: { Problem, FieldProblems }, securitySchemes: SECURITY_SCHEMES },
  };
  return JSON.parse(JSON.stringify(document), (_, value) => asOfToday(value)) as Json;
}

/**
 * Lists whose places differ are written otherwise in the JSON Schema of OpenAPI 3.1 than in the one that checks use. Where
 * they do not differ they need no places, which some readers of OpenAPI do not understand.
 */
function asOfToday(value: unknown): unknown {
  const { items, additionalItems: _, ...rest } = (value ?? {}) as Json;
  if (!Array.isArray(items)) return value;
  const isOfOneKind = new Set(items.map((item) => JSON.stringify(item))).size === 1;
  return isOfOneKind ? { ...rest, items: items[0] } : { ...rest, prefixItems: items, items: false };
}

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of `POST /auth/token`, or a personal access token.' },
  cookie: { type: 'apiKey', in: 'cookie', name: '_token' },
};

function operationOf(route: Route): Json {
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.rule.kind === 'public' ? { security: [] } : { security: [{ bearer: [] }, { cookie: [] }] }),
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...bodyOf(route),
    responses: { ...answersOf(route), ...refusalsOf(route) },
  };
}

function pathParameters(route: Route): readonly Json[] {
  const { path, params } = route;
  return pathParamsOf(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    ...pathExample(route, name),
    schema: params?.properties[name] ?? { type: 'string' },
  }));
}

function queryParameters({ query }: Route): readonly Json[] {
  if (query === undefined) return [];
  return Object.entries(query.properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: query.required?.includes(name) ?? false,
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function bodyOf(route: Route): Json {
  const { body, isBodyOptional = false } = route;
  if (body === undefined) return {};
  const content = { 'application/json': { ...bodyExample(route), schema: body } };
  return { requestBody: { required: !isBodyOptional, content } };
}

function answersOf(route: Route): Json {
  return Object.fromEntries(Object.entries(route.answers).map(([status, schema]) => [status, answerOf(schema, route)]));
}

function answerOf(schema: TSchema, { contentType = 'application/json', otherContentTypes = [] }: Route): Json {
  if (schema['type'] === 'null') return { description: 'Done; without a body.' };
  const others = otherContentTypes.map((type) => [type, { schema: { type: 'string' } }]);
  return { description: 'Done.', content: { [contentType]: { schema }, ...Object.fromEntries(others) } };
}

function refusalsOf(route: Route): Json {
  const refusal = (description: string, ...names: readonly [string, ...string[]]): Json => {
    const schemas = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
    const schema = schemas.length === 1 ? schemas[0] : { anyOf: schemas };
    return { description, content: { 'application/json': { schema } } };
  };
  const problem = (description: string): Json => refusal(description, 'Problem');
  const hasInput = route.query !== undefined || route.body !== undefined || route.params !== undefined;
  return {
    ...(hasInput ? { 400: problem('The request makes no sense.') } : {}),
    ...(route.rule.kind === 'public'
      ? {}
      : { 401: problem('Nobody has signed in.'), 403: problem('The caller may not do this.') }),
    ...(hasInput || route.path.includes('{') ? { 404: problem('There is no such thing.') } : {}),
    ...(isChanging(route) ? { 409: problem('It does not fit to what is there.') } : {}),
    ...(route.body === undefined
      ? {}
      : { 413: problem('The body is too large.'), 415: problem('The body is not JSON.') }),
    422: refusal('A field is wrong.', 'FieldProblems', 'Problem'),
    default: problem('It cannot be answered now, or not so often.'),
  };
}
