import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import * as execution from '../execution/index.ts';
import { executionRoutes } from '../execution/index.ts';
import * as contract from '../index.ts';
import { isChanging, type Route, successStatusOf } from '../route.ts';
import { routes } from '../routes/index.ts';
import { type AirflowOperation, renderCoverage } from './render-coverage.ts';

/** `npx vitest run coverage -u` writes it. */
const PAGE = '../../../../docs/reference/coverage.md';
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** What the official client of Airflow calls: facts of its version 3.3.2. */
const operations = JSON.parse(
  readFileSync(new URL('./airflow-operations.json', import.meta.url), 'utf8'),
) as readonly AirflowOperation[];

/** Operations that there is no route for, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {};

const routeOf = ({ method, path }: AirflowOperation): Route | undefined =>
  routes.find((route) => route.method === method && plain(route.path) === plain(path));

/** How the pages of signing in and out answer. */
const REDIRECT = 307;

/** Names of parameters do not matter to who calls. */
const plain = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

test('every operation of the client of Airflow has its route', () => {
  const missing = operations.filter((one) => routeOf(one) === undefined && LEFT_OUT[one.id] === undefined);
  expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  const unneeded = Object.keys(LEFT_OUT).filter(
    (id) => routeOf(operations.find((one) => one.id === id)!) !== undefined,
  );
  expect(unneeded).toEqual([]);
});

test.each(operations.filter((one) => routeOf(one) !== undefined).map((one) => [one.id, one] as const))(
  '%s has the name, the parameters and the status of Airflow',
  (id, operation) => {
    const route = routeOf(operation)!;
    expect(route.id).toBe(id);
    const query = Object.keys(route.query?.properties ?? {});
    expect(operation.query.filter((name) => !query.includes(name))).toEqual([]);
    expect(route.body !== undefined).toBe(operation.body);
    if (operation.status !== null) expect([operation.status, REDIRECT]).toContain(successStatusOf(route));
  },
);

test('ids and places of routes are unique', () => {
  for (const list of [routes, executionRoutes]) {
    expect(repeated(list.map(({ id }) => id))).toEqual([]);
    expect(repeated(list.map(({ method, path }) => `${method} ${plain(path)}`))).toEqual([]);
  }
});

test('every changing route can be tried without changing anything', () => {
  const cannot = routes.filter((route) => isChanging(route) && !canBeTried(route));
  expect(cannot.map(({ id }) => id)).toEqual([]);
});

/** By the query, or by a field of the body as Airflow does. Signing in and out is nothing to try. */
function canBeTried({ query, body, path, rule }: Route): boolean {
  const { properties = {} } = (body ?? {}) as { readonly properties?: Readonly<Record<string, unknown>> };
  if (path.includes('/auth/') || rule.kind === 'public') return true;
  return query?.properties['dry_run'] !== undefined || properties['dry_run'] !== undefined;
}

test('docs/reference/coverage.md says what there is', async () => {
  const page = renderCoverage({ operations, routes, executionRoutes, leftOut: LEFT_OUT, testsOf });
  await expect(page).toMatchFileSnapshot(PAGE);
});

function repeated(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}

const names = new Map<unknown, string>(
  [...Object.entries(contract), ...Object.entries(execution)].map(([name, value]) => [value, name]),
);
const sources = ['packages/api-server/src', 'packages/server/src', 'e2e'].flatMap(readTests);

/** The files of tests that name a route, by its constant, or by its id as clients in other languages do. */
function testsOf(route: Route): readonly string[] {
  const name = names.get(route);
  const isNamed = new RegExp(`\\b${name}\\b`);
  const isCalled = new RegExp(`\\.${route.id}\\b`);
  const isAddressed = addressOf(route);
  return sources
    .filter(({ file, text }) =>
      file.endsWith('.py') ? isCalled.test(text) : isNamed.test(text) || isAddressed.test(text),
    )
    .map(({ file }) => file);
}

/** Its path as a test writes it in quotes, with anything in the place of its parameters. */
function addressOf({ path }: Route): RegExp {
  const literal = path.replaceAll(/[.]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/\'"`?]+');
  return new RegExp(`['"\`}]${literal}['"\`?]`);
}

interface Source {
  readonly file: string;
  readonly text: string;
}

function readTests(folder: string): readonly Source[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /(\.test\.ts|\.py)$/.test(file) && !file.includes('node_modules'))
    .sort()
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(`${ROOT}${folder}/${file}`, 'utf8') }));
}
