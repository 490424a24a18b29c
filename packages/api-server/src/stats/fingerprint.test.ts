import { expect, test } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const stackOf = (line: number, hash: string): string => `Error: boom
    at Object.query (/srv/node_modules/pg/lib/client.js:10:3)
    at node:internal/process/task_queues:95:5
    at async loadOrders (file:///var/tradewind/bundles/${hash}/files/dags/sales.ts:${line}:7)
    at async run (/opt/packages/worker/dist/run-attempt.js:4:2)`;

test('what differs from one time to the next makes no difference', () => {
  const messages = [
    'Row 17 of batch 0f8fad5b-d9cb-469f-a165-70867728950e was lost at 2026-01-01T00:00:00Z (0x1f, deadbeef01, 1.5 s)',
    'Row 4 of batch 7c9e6679-7425-40de-944b-e07fc1f90ae7 was lost at 2026-02-03 10:11 (0xff, cafe000012, 12 s)',
  ];
  const [one, other] = messages.map((message, index) =>
    fingerprintOf({ name: 'Error', message, stack: stackOf(index + 1, 'ab'.repeat(32)) }),
  );
  expect(one).toEqual(other);
  expect(one).toMatchObject({
    message: 'Row <n> of batch <id> was lost at <time> (<hex>, <hex>, <n> s)',
    frame: 'loadOrders (dags/sales.ts)',
  });
});

test('another name, another sentence or another place is another failure', () => {
  const failure = { name: 'Error', message: 'boom', stack: stackOf(1, 'ab'.repeat(32)) };
  const prints = [
    failure,
    { ...failure, name: 'TypeError' },
    { ...failure, message: 'bang' },
    { ...failure, stack: null },
    { ...failure, stack: '  at dags/other.ts:1:1' },
  ].map((one) => fingerprintOf(one).fingerprint);
  expect(new Set(prints).size).toBe(5);
});

test('only the first line of what it says counts', () => {
  const one = fingerprintOf({ name: 'Error', message: 'failed\nrow a', stack: null });
  expect(one).toMatchObject({ message: 'failed', frame: null });
  expect(fingerprintOf({ name: 'Error', message: 'failed\nrow b', stack: null })).toEqual(one);
});
