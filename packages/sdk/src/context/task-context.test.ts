import { encodeValue } from '@tradewind/model';
import { expect, test } from 'vitest';
import { memoryContext } from '../fixtures/memory-attempt.ts';
import { connectionUri } from './task-connections.ts';
import type { LogEntry } from './task-log.ts';

test('the context tells the run and its dates', () => {
  const context = memoryContext('load', { logicalDate: '2026-03-01T06:00:00.5Z', conf: { a: 1 } });
  const { dagId, runId, taskId, runType, tryNumber, maxTries, mapIndex, ds, dsNodash, ts, tsNodash, conf } = context;
  expect({ dagId, runId, taskId, runType, tryNumber, maxTries, mapIndex, ds, dsNodash, ts, tsNodash, conf }).toEqual({
    dagId: 'memory',
    runId: 'manual__1',
    taskId: 'load',
    runType: 'scheduled',
    tryNumber: 1,
    maxTries: 4,
    mapIndex: -1,
    ds: '2026-03-01',
    dsNodash: '20260301',
    ts: '2026-03-01T06:00:00.500000+00:00',
    tsNodash: '20260301T060000',
    conf: { a: 1 },
  });
  expect(context.logicalDate).toEqual(new Date('2026-03-01T06:00:00.5Z'));
  expect(context.dataInterval.end).toEqual(new Date('2026-03-02T06:00:00.5Z'));
});

test('a run without logical date says so when it is asked for one', () => {
  const context = memoryContext('load', { logicalDate: null });
  expect(context.logicalDate).toBeNull();
  for (const name of ['ds', 'dsNodash', 'ts', 'tsNodash', 'dataInterval'] as const) {
    expect(() => context[name]).toThrow(
      expect.objectContaining({ code: 'NO_LOGICAL_DATE', message: expect.stringContaining(`"${name}"`) }),
    );
  }
});

test('log lines carry level, message and fields', () => {
  const log: LogEntry[] = [];
  const context = memoryContext('load', { log });
  context.log.info('fetching', { from: 1 });
  context.log.error('gone');
  context.log.printed('stderr', 'oops');
  expect(log).toEqual([
    { level: 'info', message: 'fetching', fields: { from: 1 }, stream: 'task' },
    { level: 'error', message: 'gone', fields: null, stream: 'task' },
    { level: 'info', message: 'oops', fields: null, stream: 'stderr' },
  ]);
});

test('variables are text or JSON, with defaults', async () => {
  const { variables } = memoryContext('load', { variables: { name: 'Ann', list: '[1]', bad: '{' } });
  expect(await variables.get('name')).toBe('Ann');
  expect(await variables.get('absent', { default: 'x' })).toBe('x');
  expect(await variables.getJson('list')).toEqual([1]);
  expect(await variables.getJson('absent', { default: [2] })).toEqual([2]);
  await expect(variables.get('absent')).rejects.toMatchObject({ code: 'VARIABLE_MISSING' });
  await expect(variables.getJson('bad')).rejects.toMatchObject({ code: 'VARIABLE_NOT_JSON' });
});

test('what a task pushes it can pull, and others are pulled by task and key', async () => {
  const { xcom } = memoryContext('load', {
    xcoms: {
      'memory manual__1 extract return_value -1': encodeValue({ when: new Date(0) }),
      'memory manual__1 load rows -1': encodeValue(9),
    },
  });
  expect(xcom.pushed).toBeNull();
  expect(await xcom.pull({ key: 'rows' })).toBe(9);
  xcom.push('rows', 5);
  expect(await xcom.pull({ key: 'rows' })).toBe(5);
  expect(await xcom.pull({ taskId: 'extract' })).toEqual({ when: new Date(0) });
  expect(await xcom.pull({ taskId: 'absent' })).toBeUndefined();
  expect(xcom.pushed).toEqual({ rows: encodeValue(5) });
});

test('a connection has a URI', async () => {
  const facts = { type: 'postgres', host: 'db', port: 5432, login: 'me', password: 'p@ss/', schema: 'app' };
  const { connections } = memoryContext('load', { connections: { db: { ...facts, extra: { sslmode: 'require' } } } });
  expect((await connections.get('db')).uri).toBe('postgres://me:p%40ss%2F@db:5432/app?sslmode=require');
  expect(
    connectionUri({ id: 'x', ...facts, login: null, password: null, port: null, schema: null, extra: { n: 1 } }),
  ).toBe('postgres://db?__extra__=%7B%22n%22%3A1%7D');
});

test('a context that nobody asks anything makes nothing', () => {
  const context = memoryContext('load');
  expect(context.hasXComs).toBe(false);
  expect(context.log).toBe(context.log);
});
