/** What Tradewind needs is away for a while: everything waits, nothing is done twice, and then it goes on. */
import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openExternalSite } from './faults/external-site.ts';
import { Gates } from './faults/gates.ts';
import { readRecordedRuns } from './faults/recorded.ts';
import { awaitEndOfRuns } from './faults/verdict.ts';
import type { ExternalPostgres } from './harness/external-postgres.ts';
import type { Program } from './harness/program.ts';
import { createProject } from './harness/project.ts';

interface Outage {
  readonly name: string;
  readonly lastsMs: number;
  begin(server: ExternalPostgres, tradewind: Program): Promise<unknown>;
  end(server: ExternalPostgres, tradewind: Program): Promise<unknown>;
}

const outages: readonly Outage[] = [
  {
    name: 'ended for ten seconds',
    lastsMs: 10_000,
    async begin(server, tradewind) {
      await server.stop();
      await tradewind.line(/database away/);
    },
    async end(server, tradewind) {
      await server.start();
      await tradewind.line(/database back/);
    },
  },
  {
    name: 'does not answer for ten seconds',
    lastsMs: 10_000,
    begin: async (server) => server.freeze(),
    end: async (server) => server.thaw(),
  },
  {
    name: 'is killed with a commit in its hands',
    lastsMs: 1_000,
    begin: async (server) => server.freeze(),
    async end(server, tradewind) {
      await server.kill();
      await tradewind.line(/database away/);
      await server.start();
      await tradewind.line(/database back/);
    },
  },
];

describe.skipIf(process.platform !== 'linux')('outages', () => {
  test.each(outages)('a database that $name costs no attempt', async ({ begin, end, lastsMs }) => {
    const site = await openExternalSite({ dags: 'gated' });
    onTestFinished(() => site.close());
    const { project, server, start } = site;
    const gates = new Gates(project);
    const tradewind = start(['standalone']);
    await tradewind.line(/DAGs stored/);
    await start(['dags', 'trigger', 'gated', '-r', 'only']).exited;
    await Promise.all([gates.started('first', 1), gates.started('second', 1)]);

    await begin(server, tradewind);
    // One ends while the database is away, one goes on for longer.
    gates.open('first', 1);
    await gates.ended('first', 1);
    await pause(lastsMs);
    await end(server, tradewind);

    await gates.started('last', 1);
    gates.open('second', 1);
    gates.open('last', 1);
    await awaitEndOfRuns(server.database, (listener) => tradewind.onChange(listener));
    const [run] = await readRecordedRuns(server.database);
    expect(run?.state).toBe('success');
    expect([...run!.tasks.values()].map(({ tryNumber, lostAttempts }) => ({ tryNumber, lostAttempts }))).toEqual(
      Array.from({ length: 3 }, () => ({ tryNumber: 1, lostAttempts: 0 })),
    );
    expect(run?.attempts).toEqual([]);
    expect(await tradewind.stop()).toEqual({ exitCode: 0, signal: null });
  });

  test.skipIf(!canMount())(
    'tasks run though the disk of the logs is full, and are heard again when it is not',
    async () => {
      const project = createProject({ dags: 'talkative' });
      onTestFinished(() => project.dispose());
      const folder = join(project.folder, 'small-disk');
      mkdirSync(folder);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tradewind-e2e', folder]);
      const environment = { TRADEWIND__LOGGING__FOLDER: folder };
      const tradewind = project.start(['standalone'], { environment });
      await tradewind.line(/DAGs stored/);
      const trigger = async (runId: string): Promise<number | null> => {
        const words = ['dags', 'trigger', 'talkative', '-r', runId, '--wait'];
        return (await project.start(words, { environment }).exited).exitCode;
      };
      const readLog = async (runId: string): Promise<string> => {
        const logs = project.start(['logs', 'talkative', runId, 'talk'], { environment });
        await logs.exited;
        return logs.lines.join('\n');
      };

      const filler = join(folder, 'filler');
      fillDisk(filler);
      expect(await trigger('unheard')).toBe(0);
      await tradewind.line(/task log not written .*ENOSPC/);
      expect(await readLog('unheard')).not.toContain('the last line');

      rmSync(filler);
      expect(await trigger('heard')).toBe(0);
      expect(await readLog('heard')).toContain('the last line');
      expect(await tradewind.stop()).toEqual({ exitCode: 0, signal: null });
    },
  );
});

/** Writes until nothing more fits. */
function fillDisk(path: string): void {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096);
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Only root may, and not in every container. */
function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tradewind-e2e', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
