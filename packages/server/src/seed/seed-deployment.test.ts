import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DagId, type RunId, readSerializedDag, type TaskId } from '@tradewind/model';
import { findDag } from '@tradewind/store';
import { createTestDatabase } from '@tradewind/test-support';
import { logPath } from '@tradewind/worker';
import { expect, test } from 'vitest';
import { seedDeployment } from './seed-deployment.ts';
import { seedLog } from './seed-log.ts';

const OPTIONS = { dags: 20, tasks: 60, runs: 3, graphs: [50], instances: 2000, now: Date.UTC(2026, 5, 1) } as const;

async function seeded(): Promise<readonly object[]> {
  const { database, drop } = await createTestDatabase();
  await seedDeployment(database, OPTIONS);
  const wide = await findDag(database, 'seed_wide' as DagId);
  expect(readSerializedDag(wide!.version!.serialized).tasks).toHaveLength(60);
  const rows = await database.query<object>({
    name: '',
    text: `select r.dag_id, r.run_id, r.state, i.task_id, i.state as task_state, i.try_number
           from dag_run r join task_instance i on i.dag_run_id = r.id order by 1, 2, i.task_id`,
  });
  await drop();
  return rows;
}

test('a made-up deployment has the size that was asked for, and is the same each time', async () => {
  const rows = await seeded();
  expect(rows).toHaveLength(2000 + 3 * 60);
  expect(new Set(rows.map((row) => (row as { task_state: string }).task_state))).toEqual(
    new Set(['success', 'failed', 'skipped', 'upstream_failed']),
  );
  expect(await seeded()).toEqual(rows);
});

test('a made-up log has its lines where the log of the attempt belongs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tradewind-seed-'));
  const attempt = { dagId: 'd' as DagId, runId: 'r' as RunId, taskId: 't' as TaskId, mapIndex: -1, tryNumber: 1 };
  await seedLog(folder, attempt, { lines: 10_001, now: OPTIONS.now });
  const lines = (await readFile(logPath(folder, attempt), 'utf8')).trimEnd().split('\n');
  expect(lines).toHaveLength(10_001);
  expect(lines.filter((line) => line.includes('"level":"error"'))).toHaveLength(1);
  await rm(folder, { recursive: true });
});
