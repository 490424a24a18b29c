/** Every route of the API, from its OpenAPI document, with good and bad input: nothing breaks, hangs or lies. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './harness/eventually.ts';
import { type ProcessResult, preparePython, runInPython, skipLoudly } from './harness/python-environment.ts';
import { type SignedInServer, startSignedIn } from './harness/signed-in-server.ts';

const folder = fileURLToPath(new URL('./fuzz', import.meta.url));

/** What is not tried, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  stream_events: 'a stream without an end',
  tail_log: 'a stream without an end',
  wait_dag_run_until_finished: 'it waits for a run',
  login: 'it leads to a page',
  logout: 'it ends the session of the fuzz',
  change_my_password: 'it ends the session of the fuzz',
  sign_out_everywhere: 'it ends the session of the fuzz',
};
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];
/** Repeatable, and as many as a person finds worth the wait. More by hand: `E2E_FUZZ_EXAMPLES=100`. */
const SEED = process.env['E2E_SEED'] ?? '80425220';
const EXAMPLES = process.env['E2E_FUZZ_EXAMPLES'] ?? '3';
const TIMEOUT_MS = Number(EXAMPLES) > 5 ? 3_600_000 : 600_000;

describe.skipIf(process.platform !== 'linux')('a fuzz of the API', { timeout: TIMEOUT_MS + 20_000 }, () => {
  let bin: string;
  let lack: string | null;
  let api: SignedInServer;

  beforeAll(async () => {
    ({ bin, lack } = await preparePython('fuzz', join(folder, 'requirements.txt')));
    if (lack !== null) return;
    api = await startSignedIn({ dags: 'fuzz', environment: { TRADEWIND__API__EXPOSE_CONFIG: 'true' } });
    await seed(api);
  }, 300_000);

  afterAll(() => api?.close());

  test('there is a Python to try it with', (context) => {
    if (lack !== null) skipLoudly(lack, context.skip);
  });

  /** One thread each, since Hypothesis is not at ease with several. */
  const fuzz = (...only: readonly string[]): Promise<ProcessResult> =>
    runInPython([join(bin, 'schemathesis'), 'run', `${api.url}/openapi.json`, ...optionsFor(api.token), ...only], {
      environment: { SCHEMATHESIS_HOOKS: join(folder, 'hooks.py') },
      timeoutMs: TIMEOUT_MS / 2,
    });
  const methods = (...names: readonly string[]): readonly string[] =>
    names.flatMap((name) => ['--include-method', name]);

  test('good and bad requests are answered as the document says', async ({ skip }) => {
    if (lack !== null) skip(lack);
    for (const result of await Promise.all([fuzz(...methods('GET')), fuzz(...methods('POST', 'PUT', 'PATCH'))]))
      expectNothingFound(result, api);
    // Last, since the others need what it deletes.
    expectNothingFound(await fuzz(...methods('DELETE')), api);
    expect(api.server.lines.filter((line) => / error /.test(line))).toEqual([]);
  });
});

function optionsFor(token: string): readonly string[] {
  return [
    ...['--header', `Authorization: Bearer ${token}`, '--checks', CHECKS.join(','), '--seed', SEED],
    ...['--phases', 'examples,coverage,fuzzing', '--max-examples', EXAMPLES, '--request-timeout', '10'],
    ...['--workers', '1', '--continue-on-failure', '--generation-database', 'none', '--warnings', 'off', '--no-color'],
    ...Object.keys(LEFT_OUT).flatMap((id) => ['--exclude-operation-id', id]),
  ];
}

/** The longest line that is shown: addresses and bodies of a fuzz have no end. */
const MAX_LINE = 500;

function expectNothingFound({ exitCode, output }: ProcessResult, { server }: SignedInServer): void {
  if (exitCode === 0) return;
  const report = output.split('\n').map((line) => line.slice(0, MAX_LINE));
  throw new Error(`${report.join('\n')}\n\nThe server said last:\n${server.lines.slice(-30).join('\n')}`);
}

/** The things that the examples of the document name. */
async function seed({ ask }: SignedInServer): Promise<void> {
  await eventually(async () => ask('GET', '/api/v2/dags/sales').catch((error: Error) => error), { what: 'the DAG' });
  await ask('POST', '/api/v2/dags/sales/dagRuns', { dag_run_id: 'manual__2026-01-01', logical_date: '2026-01-01' });
  await ask('POST', '/api/v2/variables', { key: 'region', value: 'north' });
  await ask('POST', '/api/v2/connections', { connection_id: 'warehouse', conn_type: 'postgres' });
  await ask('POST', '/api/v2/roles', { name: 'Analyst' });
  await ask('POST', '/api/v2/users', {
    username: 'ada',
    password: 'correct horse battery',
    roles: [{ name: 'Viewer' }],
  });
  await eventually(
    async () => {
      const { state } = (await ask('GET', '/api/v2/dags/sales/dagRuns/manual__2026-01-01')) as { state: string };
      return state === 'success' || new Error(`it is ${state}`);
    },
    { what: 'the end of the run' },
  );
}
