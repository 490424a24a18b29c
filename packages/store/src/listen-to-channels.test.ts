import { createTestDatabase, type TestDatabase } from '@tradewind/test-support';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Statement } from './database.ts';
import { listenToChannels } from './listen-to-channels.ts';

let bench: TestDatabase;
beforeAll(async () => {
  bench = await createTestDatabase();
});
afterAll(() => bench.drop());

const notify: Statement = { name: 'test-notify', text: 'select pg_notify($1, $2)' };
const breakListeners: Statement = {
  name: 'test-break-listeners',
  text: `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query like 'listen %' and pid <> pg_backend_pid()`,
};

test('a broken connection is made again, and the gap is told', async () => {
  const { database } = bench;
  const heard: string[] = [];
  const gap = Promise.withResolvers<void>();
  let onHeard = Promise.withResolvers<void>();
  const listener = await listenToChannels({
    database,
    channels: ['test_one', 'test_two'],
    onNotification: (channel, payload) => {
      heard.push(`${channel} ${payload}`);
      onHeard.resolve();
    },
    onGap: gap.resolve,
  });
  onTestFinished(() => listener.close());
  await database.query(notify, ['test_two', 'a']);
  await onHeard.promise;
  await database.query(breakListeners);
  await gap.promise;
  onHeard = Promise.withResolvers<void>();
  await database.query(notify, ['test_one', 'b']);
  await onHeard.promise;
  expect(heard).toEqual(['test_two a', 'test_one b']);
});

test('what is closed hears nothing more, and may be closed twice', async () => {
  const listener = await listenToChannels({
    database: bench.database,
    channels: ['test_three'],
    onNotification: () => expect.unreachable('it was closed'),
    onGap: () => expect.unreachable('it was closed'),
  });
  await listener.close();
  await listener.close();
  await bench.database.query(notify, ['test_three', 'a']);
});
