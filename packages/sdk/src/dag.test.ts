import { readSerializedDag } from '@tradewind/model';
import { expect, test } from 'vitest';
import { branch, chain, cron, dag, group, latestOnly, shortCircuit, task } from './index.ts';
import { empty } from './operators/index.ts';

const extract = task('extract', { retries: 3, retryDelay: '1m' }, () => [1, 2, 3]);
const total = task('total', (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0));
const report = task('report', (input: { total: number; label: string }) => `${input.label}: ${input.total}`);

test('a call of a task with the handle of another makes an edge and an input', () => {
  const sums = dag('sums', {}, () => report({ total: total(extract()), label: 'sum' }));
  const { tasks, resultTaskId } = sums.serialize();
  expect(tasks.map(({ taskId, upstream, inputs }) => ({ taskId, upstream, inputs }))).toEqual([
    { taskId: 'extract', upstream: [], inputs: [] },
    { taskId: 'total', upstream: ['extract'], inputs: ['extract'] },
    { taskId: 'report', upstream: ['total'], inputs: ['total'] },
  ]);
  expect(resultTaskId).toBe('report');
});

test('what a DAG serialises to is what the model reads', () => {
  const sales = dag(
    'sales',
    {
      schedule: cron('0 6 * * *', { timeZone: 'Europe/Berlin' }),
      startDate: '2026-01-01',
      tags: ['b', 'a', 'b'],
      defaults: { retries: 1 },
    },
    () => {
      const orders = extract();
      const size = branch('size', (sum: number) => (sum > 1000 ? 'big' : 'small'));
      size(total(orders)).to({ big: empty('alert'), small: null });
      group('clean', () => chain(empty('drop'), empty('vacuum'))).after(orders);
      latestOnly('latest').before(shortCircuit('stop', () => false)());
    },
  );
  const serialized = sales.serialize();
  expect(readSerializedDag(JSON.parse(JSON.stringify(serialized)))).toEqual(serialized);
  expect(serialized).toMatchObject({ startDate: '2025-12-31T23:00:00.000Z', tags: ['a', 'b'], resultTaskId: null });
  expect(serialized.tasks.map(({ taskId, retry, flow }) => [taskId, retry.retries, flow])).toEqual([
    ['extract', 3, null],
    ['total', 1, null],
    ['size', 1, 'branch'],
    ['alert', 1, null],
    ['clean.drop', 1, null],
    ['clean.vacuum', 1, null],
    ['latest', 1, 'latest_only'],
    ['stop', 1, 'short_circuit'],
  ]);
});

test('rights are written in full, and only when they are given', () => {
  const access = { analysts: ['can_read', 'can_edit'], robots: { 'DAG Runs': ['can_create'] } } as const;
  const serialized = dag('sums', { access }, () => extract()).serialize();
  expect(serialized.access).toEqual({
    analysts: { DAGs: ['can_edit', 'can_read'] },
    robots: { 'DAG Runs': ['can_create'] },
  });
  expect(readSerializedDag(JSON.parse(JSON.stringify(serialized)))).toEqual(serialized);
  expect(dag('open', {}, () => extract()).serialize()).not.toHaveProperty('access');
  expect(dag('closed', { access: {} }, () => extract()).serialize().access).toEqual({});
  expect(() => dag('wrong', { access: { analysts: ['can_fly'] } } as never, () => extract())).toThrow(
    /expected access to be rights of roles.*can_read, can_edit, can_delete, got: "can_fly"/,
  );
});

test('the same DAG declared twice serialises to the same text', () => {
  const declare = () => dag('sums', {}, () => report({ total: total(extract()), label: 'sum' }));
  expect(JSON.stringify(declare().serialize())).toBe(JSON.stringify(declare().serialize()));
});
