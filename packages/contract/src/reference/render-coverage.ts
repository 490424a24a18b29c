/** The page that says which operations of Airflow there are, and which tests speak of them. */
import type { Route } from '../route.ts';

/** An operation as the official client of Airflow calls it. */
export interface AirflowOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  /** The classes of the client that have it. */
  readonly apis: readonly string[];
  readonly query: readonly string[];
  /** Whether it takes a body. */
  readonly body: boolean;
  /** What it answers when all goes well. */
  readonly status: number | null;
}

export interface CoverageParts {
  readonly operations: readonly AirflowOperation[];
  readonly routes: readonly Route[];
  readonly executionRoutes: readonly Route[];
  /** Why there is no route, by the id of the operation. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** Files of tests that speak of a route. */
  readonly testsOf: (route: Route) => readonly string[];
}

/** Their features are still to come: they answer as with nothing there. */
const TO_COME = new Set(['Asset', 'Asset State Store', 'Backfill', 'Plugin', 'Provider', 'Task State Store']);
const TO_COME_IDS =
  /hitl|connection_test|test_connection|clear_dag_run_partitions|get_extra_links|upstream_asset_events/;

const INTRODUCTION = `# Coverage of Airflow's APIs

This page is generated from the routes and the files of tests; a test compares.

*done*: it works. *to come*: the feature that it belongs to is not there yet; it answers as with nothing there (empty lists, 404,
or a refusal that says so), so that clients do not break.`;

export function renderCoverage(parts: CoverageParts): string {
  const { operations, routes, executionRoutes, testsOf } = parts;
  const known = new Set(operations.map(({ id }) => id));
  const more = routes.filter(({ id, isInternal }) => !known.has(id) && !isInternal);
  const chapters = [
    INTRODUCTION,
    `## The REST API: the ${operations.length} operations of Airflow's client`,
    ...[...Map.groupBy(operations, ({ apis }) => apis[0]!)].map(([api, members]) =>
      [`### ${api}`, tableOf(members.map((one) => operationRow(one, parts)))].join('\n\n'),
    ),
    '## The REST API: beyond Airflow',
    tableOf(more.map((route) => routeRow(route, testsOf))),
    '## The Execution API',
    tableOf(executionRoutes.map((route) => routeRow(route, testsOf))),
  ];
  return `${chapters.join('\n\n')}\n`;
}

type Row = readonly [operation: string, state: string, tests: string];

function tableOf(rows: readonly Row[]): string {
  const head = ['| Operation | State | Tests |', '| --- | --- | --- |'];
  return [...head, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');
}

function operationRow({ id, method, path }: AirflowOperation, { routes, leftOut, testsOf }: CoverageParts): Row {
  const route = routes.find((one) => one.id === id);
  const operation = `\`${method} ${path}\``;
  if (route === undefined) return [operation, `left out: ${leftOut[id] ?? 'missing'}`, ''];
  return [operation, isToCome(route) ? 'to come' : 'done', sayTests(testsOf(route))];
}

function isToCome({ tag, id }: Route): boolean {
  return TO_COME.has(tag) || TO_COME_IDS.test(id);
}

function routeRow(route: Route, testsOf: CoverageParts['testsOf']): Row {
  return [`\`${route.method} ${route.path}\``, 'done', sayTests(testsOf(route))];
}

const MOST_TESTS = 2;

function sayTests(files: readonly string[]): string {
  return files
    .slice(0, MOST_TESTS)
    .map((file) => `[${file.split('/').at(-1)}](../../${file})`)
    .join(', ');
}
