import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { pathParamsOf } from './route.ts';
import { routes } from './routes/index.ts';

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Json;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
  readonly responses: Readonly<
    Record<
      string,
      { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: Json }>> }
    >
  >;
}

const document = JSON.parse(JSON.stringify(openApiDocument(routes, { version: '1.2.3' }))) as {
  readonly openapi: string;
  readonly info: Json;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ place: `${method} ${path}`, path, operation })),
);

test('the document has every route that is not internal, once', () => {
  expect(document.openapi).toMatch(/^3\.1/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: '1.2.3' });
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual(
    routes
      .filter(({ isInternal }) => !isInternal)
      .map(({ id }) => id)
      .toSorted(),
  );
});

test.each(operations)('$place is well formed', ({ path, operation: { parameters, responses, requestBody, tags } }) => {
  expect(tags).toHaveLength(1);
  const inPath = parameters.filter((one) => one.in === 'path');
  expect(inPath.map(({ name }) => name).toSorted()).toEqual(pathParamsOf(path).toSorted());
  expect(inPath.every(({ required }) => required)).toBe(true);
  const places = parameters.map((one) => `${one.in} ${one.name}`);
  expect(new Set(places).size).toBe(places.length);
  expect(Object.keys(responses).some((status) => /^[23]\d\d$/.test(status))).toBe(true);
  const schemas = [
    ...parameters.map(({ schema }) => schema),
    ...Object.values(requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(responses).flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema)),
  ];
  expect(schemas.flatMap((schema) => faultsOf(schema))).toEqual([]);
});

test('lists of a length are lists of one kind where their places are alike', () => {
  const { responses } = document.paths['/api/v2/dags/{dag_id}/structure']!['get']!;
  const { properties } = responses['200']!.content!['application/json']!.schema as {
    readonly properties: Readonly<Record<string, Json>>;
  };
  expect(properties['edges']!['items']).toMatchObject({ minItems: 2, maxItems: 2, items: { type: 'integer' } });
});

test('every form of an answer is documented', () => {
  const { responses } = document.paths['/api/v2/eventLogs/export']!['get']!;
  expect(Object.keys(responses['200']!.content!)).toEqual(['application/x-ndjson', 'text/csv']);
});

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];

/** What is wrong with a schema, at any depth. */
function faultsOf(schema: unknown, at = '#'): readonly string[] {
  if (typeof schema === 'boolean') return [];
  if (typeof schema !== 'object' || schema === null) return [`${at} is no schema`];
  const {
    prefixItems,
    type,
    $ref,
    properties,
    items,
    anyOf,
    oneOf,
    allOf,
    required,
    additionalProperties,
    enum: values,
  } = schema as Json;
  const named = Object.entries((properties ?? {}) as Json);
  const lists = [anyOf, oneOf, allOf, prefixItems].flatMap((one) => (one ?? []) as unknown[]);
  return [
    ...[type ?? []]
      .flat()
      .filter((one) => !TYPES.includes(one as string))
      .map((one) => `${at} has the type ${one}`),
    ...(typeof $ref === 'string' && !resolves($ref) ? [`${at} refers to ${$ref}`] : []),
    ...(values !== undefined && (values as unknown[]).length === 0 ? [`${at} has no values`] : []),
    ...((oneOf === undefined ? (required ?? []) : []) as string[])
      .filter((name) => !(name in ((properties ?? {}) as Json)))
      .map((name) => `${at} lacks ${name}`),
    ...named.flatMap(([name, one]) => faultsOf(one, `${at}/${name}`)),
    ...lists.flatMap((one, index) => faultsOf(one, `${at}/${index}`)),
    ...(Array.isArray(items) ? [`${at} has a list of items`] : []),
    ...(items === undefined || Array.isArray(items) ? [] : faultsOf(items, `${at}/items`)),
    ...(additionalProperties === undefined ? [] : faultsOf(additionalProperties, `${at}/*`)),
  ];
}

function resolves(ref: string): boolean {
  const steps = ref.split('/');
  let here: unknown = document;
  for (const step of steps.slice(1)) here = (here as Json | undefined)?.[step];
  return steps[0] === '#' && here !== undefined;
}
