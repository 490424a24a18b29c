/** Several schedulers on one database: they share the work, and take over from one that is dead or late. */
import { loadConfig } from '@tradewind/server/config';
import { openPlatform } from '@tradewind/server/platform';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXPECTATIONS } from './faults/expectations.ts';
import { type ExternalSite, openExternalSite } from './faults/external-site.ts';
import { Gates } from './faults/gates.ts';
import { readRecordedRuns } from './faults/recorded.ts';
import { RunFeeder } from './faults/run-feeder.ts';
import { awaitEndOfRuns, findFaults } from './faults/verdict.ts';
import { eventually } from './harness/eventually.ts';
import type { ExternalPostgres } from './harness/external-postgres.ts';
import type { Program } from './harness/program.ts';
import { randomFrom, seedOfRun } from './harness/random.ts';

const seed = seedOfRun();
const LEASE_MS = 2_000;
const HEARTBEAT_MS = 1_000;
/** A dead scheduler is noticed by the first heartbeat of another one after its lease; slow machines get some more. */
const TAKEN_OVER_WITHIN_MS = LEASE_MS + HEARTBEAT_MS + 5_000;

const environment = {
  TRADEWIND__SCHEDULER__LEASE_SEC: `${LEASE_MS / 1000}`,
  TRADEWIND__SCHEDULER__HEARTBEAT_SEC: `${HEARTBEAT_MS / 1000}`,
  TRADEWIND__LOGGING__LEVEL: 'debug',
};

async function startScheduler({ start }: ExternalSite): Promise<Program> {
  const scheduler = start(['scheduler']);
  await scheduler.ready();
  return scheduler;
}

describe.skipIf(process.platform !== 'linux')(`with E2E_SEED=${seed}`, () => {
  test('two schedulers share the work, and each takes over when the other one is killed', async () => {
    const random = randomFrom(seed);
    const site = await openExternalSite({ dags: 'faults', environment });
    onTestFinished(() => site.close());
    const { project, server } = site;
    const { database, url } = server;
    await site.start(['dag-processor']).line(/DAGs stored/);
    let schedulers = [await startScheduler(site), await startScheduler(site)] as const;
    const onChange = (listener: () => void): (() => void) => {
      const forget = schedulers.map((scheduler) => scheduler.onChange(listener));
      return () => {
        for (const stop of forget) stop();
      };
    };
    const { config } = await loadConfig({ folder: project.folder, environment: { DATABASE_URL: url } });
    const platform = await openPlatform(config, { triggeredBy: 'test' });
    onTestFinished(() => platform.close());
    const feeder = new RunFeeder({ platform, dagIds: Object.keys(EXPECTATIONS), random, onChange });
    let accepted: readonly string[] = [];
    for (let kill = 0; kill < 4; kill += 1) {
      await eventually(() => countOwners(server), { what: 'a share for each scheduler', onChange, everyMs: 200 });
      const from = schedulers.map(({ lines }) => lines.length);
      feeder.start();
      await Promise.all(schedulers.map((scheduler, index) => scheduler.line(/run finished/, { from: from[index]! })));
      const [victim, survivor] = random.shuffle(schedulers) as [Program, Program];
      const seen = survivor.lines.length;
      await victim.kill();
      await survivor.line(/took over from dead schedulers/, { from: seen, timeoutMs: TAKEN_OVER_WITHIN_MS });
      accepted = await feeder.stop();
      await awaitEndOfRuns(database, onChange);
      const pids = [survivor.pid];
      expect(await findFaults({ database, journal: project.journal, accepted, schedulers: pids })).toEqual([]);
      schedulers = [survivor, await startScheduler(site)];
    }
    expect(accepted.length).toBeGreaterThan(20);
  });

  test('what a scheduler reports that was stopped past its lease is refused, and its tasks are called off', async () => {
    const site = await openExternalSite({ dags: 'gated', environment });
    onTestFinished(() => site.close());
    const { project, server } = site;
    const gates = new Gates(project);
    await site.start(['dag-processor']).line(/DAGs stored/);
    const late = await startScheduler(site);
    await site.start(['dags', 'trigger', 'gated', '-r', 'only']).exited;
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);

    late.signal('SIGSTOP');
    const prompt = await startScheduler(site);
    await prompt.line(/took over from dead schedulers/, { timeoutMs: TAKEN_OVER_WITHIN_MS });
    await Promise.all([gates.started('first', 2), gates.started('second', 2)]);
    // The worker of the late one goes on, and ends while nobody listens to it.
    gates.open('first', 1);
    await gates.ended('first', 1);

    const seen = late.lines.length;
    late.signal('SIGCONT');
    await late.line(/scheduler ended .*why=taken_over/, { from: seen });
    await late.line(/turnRefused|reportRefused/, { from: seen });
    await gates.failed('second', 1);
    await late.line(/scheduler started/, { from: seen });

    for (const task of ['first', 'second']) gates.open(task, 2);
    await gates.started('last', 1);
    gates.open('last', 1);
    await awaitEndOfRuns(server.database, (listener) => prompt.onChange(listener));
    const [run] = await readRecordedRuns(server.database);
    expect(run?.state).toBe('success');
    expect([...run!.tasks.values()].map(({ taskId, result }) => `${taskId} ${result}`).sort()).toEqual([
      'first 2',
      'last 1',
      'second 2',
    ]);
    expect(run?.attempts.map(({ taskId, reasonCode }) => `${taskId} ${reasonCode}`).sort()).toEqual([
      'first attempt_lost',
      'second attempt_lost',
    ]);
  });
});

/** True when two schedulers own DAGs. */
async function countOwners({ database }: ExternalPostgres): Promise<true | undefined> {
  const rows = await database.query<object>({
    name: 'e2e-owners',
    text: 'select 1 from dag join scheduler s on s.id = scheduler_id where ended_at is null group by scheduler_id',
  });
  return rows.length === 2 || undefined;
}
