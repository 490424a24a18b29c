/** Workers that have a URL and a token, another home and no database; and nothing lost whoever goes away for a while. */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openRemoteSite, type RemoteSite } from './faults/remote-site.ts';
import { eventually } from './harness/eventually.ts';
import { freePort } from './harness/free-port.ts';
import { startHttpProxy } from './harness/http-proxy.ts';
import type { Program } from './harness/program.ts';

const LEASE = { timeoutMs: 60_000 };

describe.skipIf(process.platform !== 'linux')('remote workers', () => {
  test('run a DAG to success through a proxy, from code that they fetched', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [api, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const proxy = await startHttpProxy(site.url);
    onTestFinished(() => proxy.close());
    site.openAll();
    const names = ['one', 'two'];
    const words = ['--slots', '1'];
    const workers = names.map((name) => site.startWorker(name, { url: proxy.url, words }));
    await Promise.all(workers.map((worker) => worker.line(/info +joined/)));
    await site.trigger();
    await scheduler.line(/run finished .*dag=gated .*state=success/);
    // Two tasks at once, one slot each.
    for (const worker of workers) await worker.line(/code fetched/);
    expect(existsSync(join(site.project.folder, 'one/bundles'))).toBe(true);
    expect(existsSync(join(site.project.folder, 'one/logs'))).toBe(false);
    expect(await Promise.all(workers.map((worker) => worker.stop()))).toEqual([ORDERLY, ORDERLY]);
    await scheduler.line(/worker left .*worker=one/);
    expect(await Promise.all([scheduler.stop(), api.stop()])).toEqual([ORDERLY, ORDERLY]);
  });

  test('run tasks in other languages, whose output the server keeps', async () => {
    const site = await openRemoteSite(onTestFinished, { dags: '../../examples', packages: ['zod', 'vega-datasets'] });
    const [, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const worker = site.startWorker('far');
    await worker.line(/info +joined/);
    await site.run('dags', 'unpause', 'mixed_languages');
    await site.run('dags', 'trigger', 'mixed_languages', '--run-id', 'mine');
    await scheduler.line(/run finished .*dag=mixed_languages .*state=success/, LEASE);
    const states = (await site.run('tasks', 'states-for-dag-run', 'mixed_languages', 'mine')).join('\n');
    expect(states).not.toMatch(/failed/);
    const logs = await eventually(
      () => existsSync(join(site.project.home, 'logs/dag_id=mixed_languages')) || undefined,
      {
        what: 'logs at the server',
      },
    );
    expect(logs).toBe(true);
    await worker.stop();
  });

  test('that serve another queue get nothing, and explain says what is missing', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    site.startWorker('other', { words: ['--queues', 'gpu,tpu'] });
    await scheduler.line(/worker joined .*queues=\["gpu","tpu"\]/);
    await site.trigger();
    await eventually(
      async () => {
        const lines = await site.run('tasks', 'explain', 'gated', 'mine', 'first').catch(() => []);
        return lines.some((line) => /queue "default"/.test(line)) || undefined;
      },
      { what: 'the missing queue' },
    );
    expect(site.starts('first')).toBe(0);
    site.openAll();
    site.startWorker('right');
    await scheduler.line(/run finished .*state=success/);
  });

  test('with a wrong token end with an error, and with the file of the server are let in', async () => {
    const site = await openRemoteSite(onTestFinished);
    const api = site.project.start(['api-server'], {
      environment: { DATABASE_URL: site.postgres.url, TRADEWIND__API__PORT: new URL(site.url).port },
    });
    await api.ready();
    const intruder = site.startWorker('intruder');
    expect((await intruder.exited).exitCode).not.toBe(0);
    expect(intruder.lines.join('\n')).toMatch(/turned this worker away/);
    await api.line(/worker turned away/);
    const file = join(site.project.home, 'worker.token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const home = join(site.project.folder, 'guest');
    mkdirSync(home);
    copyFileSync(file, join(home, 'worker.token'));
    const guest = site.startWorker('guest', { environment: { TRADEWIND__WORKER__TOKEN: '' } });
    await guest.line(/info +joined/);
    expect(await guest.stop()).toEqual(ORDERLY);
  });
});

describe.skipIf(process.platform !== 'linux')('remote workers, whoever goes away,', () => {
  test('that are killed lose their attempts, which others make again', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const victim = site.startWorker('victim');
    await victim.line(/info +joined/);
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    await victim.kill();
    await scheduler.line(/worker lost .*worker=victim why=dead/);
    site.openAll();
    site.startWorker('heir');
    await scheduler.line(/run finished .*state=success/);
    expect(['first', 'second', 'last'].map(site.starts)).toEqual([2, 2, 1]);
  });

  test.each([
    ['the scheduler is killed', 'scheduler', (program: Program) => program.kill()],
    ['the scheduler is stopped', 'scheduler', (program: Program) => program.stop()],
    ['the API server is killed', 'api', (program: Program) => program.kill()],
    ['the API server is stopped', 'api', (program: Program) => program.stop()],
  ] as const)('go on while %s and started again, and nothing runs twice', async (_what, who, end) => {
    const site = await openRemoteSite(onTestFinished);
    const programs = { api: await site.startApi(), scheduler: await site.startScheduler() };
    const worker = site.startWorker('worker');
    await worker.line(/info +joined/);
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    await end(programs[who]);
    // One ends while nobody listens, one goes on.
    site.gates.open('first', 1);
    await site.gates.ended('first', 1);
    if (who === 'api') programs.api = await site.startApi();
    else programs.scheduler = await site.startScheduler();
    await site.gates.started('last', 1);
    site.gates.open('last', 1);
    site.gates.open('second', 1);
    await programs.scheduler.line(/run finished .*state=success/);
    expect(['first', 'second', 'last'].map(site.starts)).toEqual([1, 1, 1]);
    expect(await worker.stop()).toEqual(ORDERLY);
  });

  test('go on while the database is away, and nothing runs twice', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const worker = site.startWorker('worker');
    await worker.line(/info +joined/);
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    await site.postgres.stop();
    site.gates.open('first', 1);
    await site.gates.ended('first', 1);
    await worker.line(/API server away/);
    await site.postgres.start();
    await worker.line(/API server back/);
    await site.gates.started('last', 1);
    site.gates.open('last', 1);
    site.gates.open('second', 1);
    await scheduler.line(/run finished .*state=success/);
    expect(['first', 'second', 'last'].map(site.starts)).toEqual([1, 1, 1]);
  });

  test('that were stopped for longer than their lease are refused, and stop their tasks', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const frozen = site.startWorker('frozen');
    await frozen.line(/info +joined/);
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    frozen.signal('SIGSTOP');
    await scheduler.line(/worker lost .*worker=frozen why=silent/, LEASE);
    site.startWorker('heir');
    await eventually(() => (site.starts('first') === 2 && site.starts('second') === 2) || undefined, {
      what: 'second attempts',
      timeoutMs: 60_000,
    });
    frozen.signal('SIGCONT');
    await frozen.line(/given up by the server/);
    await Promise.all([site.gates.failed('first', 1), site.gates.failed('second', 1)]);
    site.openAll();
    await scheduler.line(/run finished .*state=success/);
    expect(site.starts('last')).toBe(1);
  });

  test('that are cut off until they are given up have their reports refused', async () => {
    const site = await openRemoteSite(onTestFinished);
    const [api, scheduler] = await Promise.all([site.startApi(), site.startScheduler()]);
    const proxy = await startHttpProxy(site.url);
    onTestFinished(() => proxy.close());
    const lonely = site.startWorker('lonely', { url: proxy.url });
    await lonely.line(/info +joined/);
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    proxy.cut();
    site.gates.open('first', 1);
    await site.gates.ended('first', 1);
    await scheduler.line(/worker lost .*worker=lonely why=silent/, LEASE);
    proxy.mend();
    await api.line(/reports refused .*worker=lonely/, LEASE);
    // It is let in again, and makes the second attempts itself.
    await site.gates.started('second', 2);
    await site.gates.failed('second', 1);
    site.openAll();
    await scheduler.line(/run finished .*state=success/);
    expect(['first', 'second', 'last'].map(site.starts)).toEqual([2, 2, 1]);
  });

  test('serve two schedulers through two API servers; when one of each is killed, nothing runs twice', async () => {
    const site = await openRemoteSite(onTestFinished);
    const apis = await Promise.all([site.startApi(), freePort().then((port) => site.startApi(port))]);
    const schedulers = await Promise.all([site.startScheduler(), site.startScheduler()]);
    const worker = site.startWorker('worker');
    await worker.line(/info +joined/);
    await Promise.all(schedulers.map((scheduler) => scheduler.line(/worker joined/)));
    await site.trigger();
    await Promise.all([site.gates.started('first', 1), site.gates.started('second', 1)]);
    const pid = await ownerOf(site);
    const owner = schedulers.find((one) => one.pid === pid)!;
    await Promise.all([owner.kill(), apis[1]!.kill()]);
    site.openAll();
    const survivor = schedulers.find((one) => one !== owner)!;
    await eventually(
      async () => {
        const lines = await site.run('dags', 'state', 'gated', 'mine').catch(() => []);
        return lines.some((line) => /success/.test(line)) || undefined;
      },
      { what: 'the end of the run', timeoutMs: 60_000 },
    );
    expect(survivor.isRunning).toBe(true);
    expect(['first', 'second', 'last'].map(site.starts)).toEqual([1, 1, 1]);
  });
});

const ORDERLY = { exitCode: 0, signal: null };

/** The process of the scheduler that has the DAG. */
async function ownerOf({ postgres }: RemoteSite): Promise<number> {
  const rows = await postgres.database.query<{ pid: number }>({
    name: 'e2e-owner',
    text: `select s.pid from dag d join scheduler s on s.id = d.scheduler_id where d.dag_id = 'gated'`,
  });
  return rows[0]!.pid;
}
