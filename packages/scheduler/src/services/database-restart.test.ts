import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  type EmbeddedPostgres,
  migrateDatabase,
  openDatabase,
  startEmbeddedPostgres,
} from '@tradewind/store';
import { makeDag } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { returned, success } from '../fixtures/reports.ts';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

const home = mkdtempSync(join(tmpdir(), 'tradewind-restart-'));
let server: EmbeddedPostgres;
let database: Database;
let harness: SchedulerHarness;

const startServer = () => startEmbeddedPostgres({ home, fsync: false });

beforeAll(async () => {
  // As root the server runs as another user, who must be able to enter.
  chmodSync(home, 0o755);
  server = await startServer();
  database = openDatabase(server.connection);
  await migrateDatabase(database);
  harness = await startHarness({ on: { database } });
});

afterAll(async () => {
  await harness.close();
  await database.close();
  await server.stop();
  rmSync(home, { recursive: true, force: true });
});

test('while the server is down everything waits, and then goes on where it was', async () => {
  harness.executor.answer = ({ taskId }) => (taskId === 'a' ? 'hold' : success);
  await harness.store(makeDag('d', [{ id: 'a' }, { id: 'b', after: ['a'], inputs: ['a' as never] }]));
  const key = await harness.trigger('d');
  await harness.when(() => harness.executor.held.size === 1);
  await server.stop();
  harness.executor.finish(harness.executor.heldOf('a')!.attemptId, returned(7));
  await harness.until('databaseAway');
  server = await startServer();
  const { state } = await harness.until('runFinished');
  expect([state, await harness.states(key)]).toEqual(['success', { a: 'success', b: 'success' }]);
  expect(harness.executor.submitted.map(({ taskId, inputs }) => [taskId, inputs])).toEqual([
    ['a', {}],
    ['b', { a: '7' }],
  ]);
  expect(harness.events.filter(({ kind }) => kind === 'schedulerStarted')).toHaveLength(1);
});
