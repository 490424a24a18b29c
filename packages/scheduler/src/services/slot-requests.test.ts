import { DEFAULT_POOL } from '@tradewind/model';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultyDatabase } from '../fixtures/faulty-database.ts';
import { SlotRequests } from './slot-requests.ts';

let test_: TestDatabase;
const waiting = { awaitedPools: [DEFAULT_POOL] };

beforeAll(async () => {
  test_ = await createTestDatabase();
});
afterAll(() => test_.drop());

test('asks once, until somebody tells that slots are free', async () => {
  const requests = new SlotRequests(test_.database, waiting);
  expect([await requests.ask(), await requests.ask()]).toEqual([true, false]);
  requests.forget();
  expect(await requests.ask()).toBe(true);
});

test('asks again when slots were given back before the answer to the request had come', async () => {
  const database = faultyDatabase(test_.database);
  const requests = new SlotRequests(database, waiting);
  database.fault = () => {
    requests.forget();
    return 'none';
  };
  expect([await requests.ask(), await requests.ask()]).toEqual([true, true]);
});

test('asks again when the request failed', async () => {
  const database = faultyDatabase(test_.database);
  const requests = new SlotRequests(database, waiting);
  database.fault = () => new Error('no luck');
  await expect(requests.ask()).rejects.toThrow('no luck');
  database.fault = () => 'none';
  expect(await requests.ask()).toBe(true);
});
