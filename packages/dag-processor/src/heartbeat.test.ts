import { readHealth } from '@tradewind/store';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Heartbeat } from './heartbeat.ts';

let testDatabase: TestDatabase;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

test('a DAG processor counts as there from its first heartbeat until it stops', async () => {
  const { database } = testDatabase;
  const heartbeat = new Heartbeat({ database, bundleName: 'dags' });
  expect(await readHealth(database)).toMatchObject({ hasDagProcessor: false, dagProcessorHeartbeatAt: null });
  await heartbeat.start();
  const { dagProcessorHeartbeatAt, hasDagProcessor } = await readHealth(database);
  expect(hasDagProcessor).toBe(true);
  expect(await heartbeat.runOnce()).toBe(true);
  expect((await readHealth(database)).dagProcessorHeartbeatAt).toBeGreaterThan(dagProcessorHeartbeatAt!);
  await heartbeat.stop();
  await heartbeat.stop();
  expect(await readHealth(database)).toMatchObject({ hasDagProcessor: false });
});

test('one that was not heard of for long is not there', async () => {
  const { database } = testDatabase;
  const heartbeat = new Heartbeat({ database, bundleName: 'dags' });
  await heartbeat.runOnce();
  await database.runScript(`update dag_processor set lease_until = now() - interval '1 second'`);
  expect(await readHealth(database)).toMatchObject({ hasDagProcessor: false });
});
