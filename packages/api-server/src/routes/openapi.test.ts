import { routes } from '@tradewind/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';
import { checkOf } from '../http/validators.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
});

afterAll(() => api.close());

test.each(['/openapi.json', '/api/v2/openapi.json'])('the document is at %s, for everybody', async (url) => {
  const { statusCode, headers, body } = await api.app.inject({ url });
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(body)).toMatchObject({ openapi: '3.1.0', info: { version: '0.0.0-test' } });
  expect((await api.app.inject({ url, headers: { 'if-none-match': headers.etag } })).statusCode).toBe(304);
});

test('whatever the document names is served', async () => {
  const { paths } = (await api.app.inject({ url: '/openapi.json' })).json();
  const missing = Object.entries<object>(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter(
        (method) =>
          !api.app.hasRoute({ method: method.toUpperCase() as 'GET', url: path.replaceAll(/\{(\w+)\}/g, ':$1') }),
      )
      .map((method) => `${method} ${path}`),
  );
  expect(missing).toEqual([]);
});

test('examples of bodies are what their routes take', async () => {
  interface Operation {
    readonly operationId: string;
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  }
  const { paths } = (await api.app.inject({ url: '/openapi.json' })).json();
  const operations = Object.values<Record<string, Operation>>(paths).flatMap((methods) => Object.values(methods));
  const examples = operations.flatMap(({ operationId, requestBody }) => {
    const example = requestBody?.content['application/json']?.example;
    return example === undefined ? [] : [{ id: operationId, example }];
  });
  expect(examples.length).toBeGreaterThan(5);
  for (const { id, example } of examples)
    expect(() => checkOf('body', routes.find((route) => route.id === id)!.body!)(example), id).not.toThrow();
});
