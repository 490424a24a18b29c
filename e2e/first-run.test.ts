/** What a newcomer does in the first hour, in this order, with everything as it comes. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gates } from './faults/gates.ts';
import { descendantsOf } from './harness/processes.ts';
import type { Program } from './harness/program.ts';
import { type CommandResult, createProject, type Project } from './harness/project.ts';
import { listSystemVersions, startSystemPostgres } from './harness/system-postgres.ts';

const gatedDags = fileURLToPath(new URL('./fixtures/gated', import.meta.url));

describe.skipIf(process.platform !== 'linux')('the first hour', () => {
  let project: Project;
  let server: Program;

  beforeAll(() => {
    // The only thing that is not as it comes: a newcomer may wait half a minute for a file that hangs, tests may not.
    project = createProject({ environment: { TRADEWIND__DAG_PROCESSOR__IMPORT_TIMEOUT_SEC: '2' } });
  });
  afterAll(() => project.dispose());

  const start = async (): Promise<void> => {
    const environment = Gates.environment(project);
    server = project.start(['standalone'], { environment });
    await server.ready();
  };
  const save = (name: string, code: string): void => writeFileSync(join(project.dagsFolder, name), code);
  const list = async (...words: string[]): Promise<readonly Record<string, unknown>[]> =>
    JSON.parse((await project.run(...words, '--output', 'json')).stdout);

  test('init writes a project', async () => {
    rmSync(project.dagsFolder, { recursive: true });
    const { stdout } = succeed(await project.run('init'));
    expect(stdout).toContain('dags/hello.ts');
    expect(stdout).toContain('npx tradewind standalone');
    expect((await project.run('init')).stderr).toMatch(/has .* already. Nothing was written/);
  });

  test('a DAG can be tested before anything runs', async () => {
    const { stdout } = succeed(await project.run('dags', 'test', 'hello'));
    expect(stdout).toMatch(/greet returned "Hello, world!"/);
    expect(stdout).toMatch(/count returned 13/);
  });

  test('standalone starts, and runs the DAG', async () => {
    await start();
    await server.line(/run finished .*dag=hello .*state=success/);
    const { stdout } = succeed(await project.run('dags', 'trigger', 'hello', '--run-id', 'mine', '--wait'));
    expect(stdout).toMatch(/hello.*success/);
  });

  test('what happened can be looked at', async () => {
    expect(succeed(await project.run('logs', 'hello', 'mine', 'count')).stdout).toMatch(
      /counting .*greeting="Hello, world!"/,
    );
    expect(succeed(await project.run('tasks', 'explain', 'hello', 'mine', 'count')).stdout).toMatch(/^success/);
    expect(await list('runs', 'list')).toContainEqual(expect.objectContaining({ run_id: 'mine', state: 'success' }));
    expect(succeed(await project.run('runs', 'show', 'hello', 'mine')).stdout).toMatch(/greet +success/);
    expect(await list('dags', 'list')).toEqual([expect.objectContaining({ dag_id: 'hello', is_paused: false })]);
  });

  test('files that are broken say so, each in its way, and the others go on', async () => {
    const from = server.lines.length;
    save('syntax.ts', `import { dag } from 'tradewind';\nexport const broken = dag('broken',\n`);
    save('loop.ts', `import { dag } from 'tradewind';\nwhile (dag) {}\n`);
    save('cycle.ts', CYCLE);
    save('later.ts', dagThatReturns('later', 1));
    await Promise.all(
      ['syntax', 'cycle', 'loop'].map((name) => server.line(RegExp(`broken .*file=${name}.ts`), { from })),
    );

    const errors = await list('dags', 'list-import-errors');
    expect(errors.map(({ filename, code }) => `${filename} ${code}`).sort()).toEqual([
      'cycle.ts DAG_CYCLE',
      'loop.ts DAG_FILE_TIMEOUT',
      'syntax.ts FILE_SYNTAX_INVALID',
    ]);
    const { stdout, exitCode } = await project.run('dags', 'list-import-errors');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('"first" → "second" → "first"');
    expect(stdout).toMatch(/syntax\.ts:3 .*\n.*\n.*\n.*\n +2 \| export const broken/);
    succeed(await project.run('dags', 'trigger', 'later', '--wait'));
    succeed(await project.run('dags', 'trigger', 'hello', '--wait'));
    for (const name of ['syntax.ts', 'loop.ts', 'cycle.ts']) rmSync(join(project.dagsFolder, name));
    await Promise.all(
      ['syntax', 'cycle', 'loop'].map((name) => server.line(RegExp(`mended .*file=${name}.ts`), { from })),
    );
  });

  test('a file that is saved is what runs next, and what ran before stays what it was', async () => {
    const from = server.lines.length;
    save('later.ts', dagThatReturns('later', 2));
    await server.line(/DAGs stored .*newVersions=1/, { from });
    succeed(await project.run('dags', 'trigger', 'later', '-r', 'second', '--wait'));
    expect(succeed(await project.run('logs', 'later', 'second', 'tell')).stdout).toContain('release 2');
  });

  test('a server that is killed in the middle of a run finishes it when it is started again', async () => {
    const gates = new Gates(project);
    const from = server.lines.length;
    cpSync(gatedDags, project.dagsFolder, { recursive: true, dereference: true });
    await server.line(/DAGs stored/, { from });
    succeed(await project.run('dags', 'trigger', 'gated', '-r', 'killed'));
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);
    const { stdout } = succeed(await project.run('tasks', 'explain', 'gated', 'killed', 'last'));
    expect(stdout).toContain('first');
    await server.kill();

    await start();
    await Promise.all([gates.started('first', 2), gates.started('second', 2)]);
    for (const task of ['first', 'second']) gates.open(task, 2);
    gates.open('last', 1);
    await server.line(/run finished .*run=killed .*state=success/);
    const states = await list('tasks', 'states-for-dag-run', 'gated', 'killed');
    expect(states.map(({ task_id: task, state }) => `${task} ${state}`).sort()).toEqual([
      'first success',
      'last success',
      'second success',
    ]);
  });

  test('Ctrl-C ends it in an orderly way, and nothing is left running', async () => {
    server.signal('SIGINT');
    expect(await server.exited).toEqual({ exitCode: 0, signal: null });
    await project.allEnded();
  });

  const versions = listSystemVersions();
  test.runIf(versions.length > 0).each(versions)('it goes on with PostgreSQL %i at DATABASE_URL', async (version) => {
    const postgres = await startSystemPostgres(project, version);
    const environment = { DATABASE_URL: postgres.url };
    const refused = project.start(['standalone'], { environment });
    expect(await refused.exited).toMatchObject({ exitCode: expect.any(Number) });
    expect(refused.lines.join('\n')).toContain('tradewind db migrate');
    expect(await project.start(['db', 'migrate'], { environment }).exited).toEqual({ exitCode: 0, signal: null });

    const other = project.start(['standalone'], { environment });
    await other.line(/run finished .*dag=hello .*state=success/);
    expect(descendantsOf(other.pid, project.processes()).map(({ role }) => role)).not.toContain('postmaster');
    await other.kill();
    const again = project.start(['standalone'], { environment });
    await again.ready();
    const run = project.start(['dags', 'trigger', 'hello', '--wait'], { environment });
    expect(await run.exited).toEqual({ exitCode: 0, signal: null });
    expect(await again.stop()).toEqual({ exitCode: 0, signal: null });
    await postgres.stop();
    rmSync(join(project.folder, 'server'), { recursive: true });
  });

  test('there is a PostgreSQL server on this machine to try that with', (context) => {
    if (versions.length > 0) return;
    const lack = 'No PostgreSQL server is installed here, so DATABASE_URL was not tried: apt-get install postgresql';
    if (process.env['CI'] !== undefined) throw new Error(lack);
    process.stderr.write(`${lack}\n`);
    context.skip(lack);
  });
});

const CYCLE = `import { chain, dag, task } from 'tradewind';
const step = task('step', () => 1);
export const circle = dag('circle', {}, () => {
  const first = step.with({ id: 'first' })();
  const second = step.with({ id: 'second' })();
  chain(first, second, first);
});
`;

function dagThatReturns(dagId: string, release: number): string {
  return `import { dag, task } from 'tradewind';
const tell = task('tell', (_: void, { log }) => log.info('release ${release}'));
export const told = dag('${dagId}', {}, () => void tell());
`;
}

function succeed(result: CommandResult): CommandResult {
  expect(result, result.stderr).toMatchObject({ exitCode: 0 });
  return result;
}
