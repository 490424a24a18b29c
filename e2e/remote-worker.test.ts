/** Workers in processes of their own: no database, another home, and nothing lost whoever goes away for a while. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readJournal } from './faults/check-journal.ts';
import { Gates } from './faults/gates.ts';
import { eventually } from './harness/eventually.ts';
import { type ExternalPostgres, startExternalPostgres } from './harness/external-postgres.ts';
import type { Program } from './harness/program.ts';
import { createProject, type Project } from './harness/project.ts';

describe.skipIf(process.platform !== 'linux')('remote workers', () => {
  let project: Project;
  let postgres: ExternalPostgres;
  let gates: Gates;
  let server: Readonly<Record<string, string>>;

  beforeEach(async () => {
    project = createProject({ dags: 'gated' });
    postgres = await startExternalPostgres(project);
    gates = new Gates(project);
    server = { DATABASE_URL: postgres.url, TRADEWIND__CORE__EXECUTOR: 'remote' };
    await runOnce(project.start(['db', 'migrate'], { environment: server }));
    await runOnce(project.start(['dag-processor', '--once'], { environment: server }));
  });
  afterEach(async () => {
    await postgres.close();
    await project.dispose();
  });

  const startScheduler = async (): Promise<Program> => {
    const scheduler = project.start(['scheduler'], { environment: server });
    await scheduler.ready();
    return scheduler;
  };
  /** It knows where the scheduler is, and nothing of the database. */
  const startWorker = (name: string, words: readonly string[] = []): Program => {
    const environment = {
      ...Gates.environment(project),
      TRADEWIND__CORE__HOME: join(project.folder, name),
      TRADEWIND__WORKER__SCHEDULER_HOME: project.home,
      DATABASE_URL: '',
    };
    return project.start(['worker', '--name', name, ...words], { environment });
  };
  const trigger = async (): Promise<void> =>
    runOnce(project.start(['dags', 'trigger', 'gated', '--run-id', 'mine'], { environment: server }));
  const starts = (taskId: string): number =>
    readJournal(project.journal).filter((line) => line.taskId === taskId && line.event === 'start').length;
  const openAll = (): void => {
    for (const taskId of ['first', 'second', 'last']) for (const tryNumber of [1, 2]) gates.open(taskId, tryNumber);
  };

  test('run a DAG to success without a database, from code that they fetched', async () => {
    const scheduler = await startScheduler();
    openAll();
    const workers = [startWorker('one', ['--slots', '1']), startWorker('two', ['--slots', '1'])];
    await Promise.all(workers.map((worker) => worker.line(/connected to the scheduler/)));
    await trigger();
    await scheduler.line(/run finished .*dag=gated .*state=success/);
    // Two tasks at once, one slot each.
    for (const worker of workers) await worker.line(/code fetched/);
    expect(existsSync(join(project.folder, 'one/bundles'))).toBe(true);
    expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([ORDERLY, ORDERLY]);
    expect(await scheduler.stop()).toEqual(ORDERLY);
  });

  test('that serve another queue get nothing, and explain says what is missing', async () => {
    const scheduler = await startScheduler();
    const other = startWorker('other', ['--queue', 'gpu']);
    await scheduler.line(/worker joined .*queues=\["gpu"\]/);
    await trigger();
    await eventually(
      async () => {
        const explain = project.start(['tasks', 'explain', 'gated', 'mine', 'first'], { environment: server });
        await explain.exited;
        return explain.lines.some((line) => /queue "default"/.test(line)) || undefined;
      },
      { what: 'the missing queue' },
    );
    expect(starts('first')).toBe(0);
    openAll();
    const right = startWorker('right');
    await scheduler.line(/run finished .*state=success/);
    await Promise.all([other.stop(), right.stop(), scheduler.stop()]);
  });

  test('with a wrong token end with an error', async () => {
    const scheduler = await startScheduler();
    const environment = { TRADEWIND__WORKER__TOKEN: 'guess', DATABASE_URL: '' };
    const intruder = project.start(['worker'], { environment });
    expect((await intruder.exited).exitCode).not.toBe(0);
    expect(intruder.lines.join('\n')).toMatch(/turned this worker away/);
    await scheduler.line(/worker turned away .*wrong_token/);
    await scheduler.stop();
  });

  test('that are killed lose their attempts, which others make again', async () => {
    const scheduler = await startScheduler();
    const victim = startWorker('victim');
    await victim.line(/connected to the scheduler/);
    await trigger();
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);
    await victim.kill();
    await scheduler.line(/worker lost .*worker=victim why=dead attempts=2/);
    openAll();
    const heir = startWorker('heir');
    await scheduler.line(/run finished .*state=success/);
    expect([starts('first'), starts('second'), starts('last')]).toEqual([2, 2, 1]);
    await Promise.all([heir.stop(), scheduler.stop()]);
  });

  test.each([
    ['killed', (scheduler: Program) => scheduler.kill()],
    ['stopped', (scheduler: Program) => scheduler.stop()],
  ])('go on while the scheduler is %s and started again, and nothing runs twice', async (_how, end) => {
    const former = await startScheduler();
    const worker = startWorker('worker');
    await worker.line(/connected to the scheduler/);
    await trigger();
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);
    await end(former);
    await worker.line(/scheduler away/);
    // One ends while nobody listens, one goes on.
    gates.open('first', 1);
    await gates.ended('first', 1);
    const scheduler = await startScheduler();
    await gates.started('last', 1);
    gates.open('last', 1);
    gates.open('second', 1);
    await scheduler.line(/run finished .*state=success/);
    expect([starts('first'), starts('second'), starts('last')]).toEqual([1, 1, 1]);
    await Promise.all([worker.stop(), scheduler.stop()]);
  });

  test('that were stopped for longer than their lease are refused, and stop their tasks', async () => {
    const scheduler = await startScheduler();
    const frozen = startWorker('frozen');
    await frozen.line(/connected to the scheduler/);
    await trigger();
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);
    frozen.signal('SIGSTOP');
    await scheduler.line(/worker lost .*worker=frozen why=silent attempts=2/, { timeoutMs: 60_000 });
    const heir = startWorker('heir');
    await eventually(() => (starts('first') === 2 && starts('second') === 2) || undefined, { what: 'second attempts' });
    frozen.signal('SIGCONT');
    await frozen.line(/attempts revoked, stopping them/);
    await Promise.all([gates.failed('first', 1), gates.failed('second', 1)]);
    openAll();
    await scheduler.line(/run finished .*state=success/);
    expect(starts('last')).toBe(1);
    await Promise.all([frozen.stop(), heir.stop(), scheduler.stop()]);
  });
});

const ORDERLY = { exitCode: 0, signal: null };

async function runOnce(program: Program): Promise<void> {
  const end = await program.exited;
  expect(end, program.lines.join('\n')).toEqual(ORDERLY);
}
