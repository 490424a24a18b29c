import { randomUUID } from 'node:crypto';
import type { DagId, DagRunKey } from '@tradewind/model';
import { notifySchedulers, notifyWatchers } from '@tradewind/store';
import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ChangeFeed, type FeedChange } from './change-feed.ts';

let test_: TestDatabase;

beforeAll(async () => {
  test_ = await createTestDatabase();
});

afterAll(() => test_.drop());

function newKey(): DagRunKey {
  return randomUUID() as string as DagRunKey;
}

/** A feed that listens, with what it has told and a wait for the next. */
async function listen(): Promise<{ readonly next: () => Promise<FeedChange>; readonly feed: ChangeFeed }> {
  const feed = new ChangeFeed(test_.database);
  onTestFinished(() => feed.close());
  const told: FeedChange[] = [];
  let wake = (): void => undefined;
  feed.subscribe((change) => {
    told.push(change);
    wake();
  });
  expect(await feed.isListening()).toBe(true);
  const next = async (): Promise<FeedChange> => {
    while (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return told.shift()!;
  };
  return { next, feed };
}

test('tells what schedulers and other processes say has changed', async () => {
  const { next } = await listen();
  const runs = [newKey(), newKey()];
  await notifyWatchers(test_.database, runs);
  expect(await next()).toEqual({ kind: 'runs', runs });
  await notifySchedulers(test_.database, { kind: 'run', runs });
  expect(await next()).toEqual({ kind: 'runs', runs });
  await notifySchedulers(test_.database, { kind: 'dag', dagIds: ['sales' as DagId] });
  expect(await next()).toEqual({ kind: 'dags', dagIds: ['sales'] });
  await notifySchedulers(test_.database, { kind: 'pool' });
  expect(await next()).toEqual({ kind: 'pools' });
});

test('tells "everything" when too much changed to be named, or the message is not ours', async () => {
  const { next } = await listen();
  await notifyWatchers(test_.database, Array.from({ length: 300 }, newKey));
  expect(await next()).toEqual({ kind: 'everything' });
  await test_.database.query({ name: '', text: `select pg_notify('tradewind_changed', 'nonsense')` });
  expect(await next()).toEqual({ kind: 'everything' });
});

test('listens again after its connection was broken, and says that it may have missed something', async () => {
  const { next } = await listen();
  await test_.database.query({
    name: '',
    text: `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and query like 'listen %' and pid <> pg_backend_pid()`,
  });
  expect(await next()).toEqual({ kind: 'everything' });
  const runs = [newKey()];
  await notifyWatchers(test_.database, runs);
  expect(await next()).toEqual({ kind: 'runs', runs });
});

test('one that is closed tells nothing, and can be closed again', async () => {
  const { feed } = await listen();
  await feed.close();
  await feed.close();
  const never = new ChangeFeed(test_.database);
  await never.close();
  expect(await never.isListening()).toBe(false);
});
