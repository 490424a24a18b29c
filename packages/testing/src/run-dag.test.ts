import {
  branch,
  chain,
  cron,
  cronInterval,
  dag,
  Fail,
  group,
  latestOnly,
  RetryIn,
  Skip,
  shortCircuit,
  task,
} from '@tradewind/sdk';
import { bash, empty, http } from '@tradewind/sdk/operators';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runDag } from './index.ts';

interface Order {
  readonly id: number;
  readonly amount: number;
}

const extract = task('extract', async (): Promise<Order[]> => {
  throw new Fail('the shop is not reachable from a test');
});
const total = task('total', (orders: Order[]) => orders.reduce((sum, { amount }) => sum + amount, 0));
const size = branch('size', (sum: number) => (sum > 1000 ? 'big' : 'small'));
const sales = dag('sales', { schedule: cron('0 0 * * *') }, () => {
  const sum = total(extract());
  size(sum).to({ big: empty('alert'), small: null });
  return sum;
});

test('a DAG runs with stubs, and its outputs are typed', async () => {
  const run = await runDag(sales, { logicalDate: '2026-03-01', stubs: { extract: () => [{ id: 1, amount: 5 }] } });
  const sum: number = run.output(total);
  const result: number = run.result;
  expect(run.state).toBe('success');
  expect([sum, result]).toEqual([5, 5]);
  expect(run.states).toEqual({ extract: 'success', total: 'success', size: 'success', alert: 'skipped' });
});

test('without stubs the real code runs, and its failure is told where an output is asked for', async () => {
  const run = await runDag(sales);
  expect(run.state).toBe('failed');
  expect(run.states).toMatchObject({ extract: 'failed', total: 'upstream_failed' });
  expect(run.error(extract)).toMatchObject({ name: 'Fail' });
  expect(() => run.output(total)).toThrow(
    'Task "total" has no output, since it ended as upstream_failed: "extract" failed with the shop',
  );
});

test('retries happen at once, on a virtual clock', async () => {
  const seen: number[] = [];
  const flaky = task('flaky', { retries: 3, retryDelay: '10m' }, (_: void, { tryNumber, log }) => {
    seen.push(tryNumber);
    log.info('trying', { tryNumber });
    if (tryNumber < 3) throw new Error('not yet');
    return 'done';
  });
  const before = Date.now();
  const run = await runDag(
    dag('retrying', {}, () => flaky()),
    { now: '2026-01-01T00:00Z' },
  );
  expect(run.output(flaky)).toBe('done');
  expect([seen, run.tries(flaky)]).toEqual([[1, 2, 3], 3]);
  expect(run.logs(flaky).map(({ fields }) => fields)).toEqual([{ tryNumber: 1 }, { tryNumber: 2 }, { tryNumber: 3 }]);
  expect(run.finishedAt).toEqual(new Date('2026-01-01T00:20Z'));
  expect(Date.now() - before).toBeLessThan(5000);
});

test('RetryIn sets the time of the next try, Fail allows none, Skip skips what follows', async () => {
  const wait = task('wait', { retries: 1 }, (_: void, { tryNumber }) => {
    if (tryNumber === 1) throw new RetryIn('2h');
  });
  const stop = task('stop', { retries: 5 }, () => {
    throw new Fail('for good');
  });
  const skip = task('skip', () => {
    throw new Skip('nothing today');
  });
  const steered = dag('steered', {}, () => {
    wait();
    stop();
    skip().before(empty('after'));
  });
  const run = await runDag(steered, { now: '2026-01-01T00:00Z' });
  expect(run.states).toEqual({ wait: 'success', stop: 'failed', skip: 'skipped', after: 'skipped' });
  expect(run.tries(stop)).toBe(1);
  expect(run.finishedAt).toEqual(new Date('2026-01-01T02:00Z'));
});

test('the data interval is the one that the schedule gives to the logical date', async () => {
  const interval = task('interval', (_: void, { dataInterval, runType }) => ({ ...dataInterval, runType }));
  const daily = dag('daily', { schedule: cronInterval('@daily') }, () => interval());
  const onBeat = await runDag(daily, { logicalDate: '2026-03-01' });
  const offBeat = await runDag(daily, { logicalDate: '2026-03-01T12:00Z' });
  const given = await runDag(daily, { dataInterval: { start: '2026-01-01', end: '2026-01-02' } });
  const day = (start: string, end: string) => ({ start: new Date(start), end: new Date(end) });
  expect(onBeat.result).toEqual({ ...day('2026-03-01', '2026-03-02'), runType: 'scheduled' });
  expect(offBeat.result).toEqual({ ...day('2026-02-28', '2026-03-01'), runType: 'manual' });
  expect(given.result).toEqual({ ...day('2026-01-01', '2026-01-02'), runType: 'manual' });
});

test('params are checked, have their defaults, and are typed', async () => {
  const schema = z.object({ region: z.enum(['eu', 'us']).default('eu'), limit: z.number().default(1) });
  const show = task('show', { params: schema }, (_: void, { params }) => `${params.region} ${params.limit}`);
  const regional = dag('regional', { params: schema }, () => show());
  expect((await runDag(regional)).result).toBe('eu 1');
  expect((await runDag(regional, { params: { region: 'us' } })).result).toBe('us 1');
  // @ts-expect-error a param outside its union
  const wrong = await runDag(regional, { params: { region: 'asia' } });
  expect(wrong.error(show)).toMatchObject({ code: 'PARAMS_INVALID' });
});

test('variables, connections and XComs are those of the test', async () => {
  const use = task('use', async (_: void, { variables, connections, xcom }) => {
    await variables.set('seen', { yes: true });
    xcom.push('rows', 3);
    const { host } = await connections.get('db');
    return [await variables.get('name'), await variables.getJson('list'), host];
  });
  const pull = task('pull', (_: void, { xcom }) => xcom.pull({ taskId: 'use', key: 'rows' }));
  const run = await runDag(
    dag('services', {}, () => {
      use().before(pull());
    }),
    { variables: { name: 'Ann', list: [1] }, connections: { db: { host: 'db.test' } } },
  );
  expect(run.output(use)).toEqual(['Ann', [1], 'db.test']);
  expect(run.output(pull)).toBe(3);
  expect(run.xcom(use, 'rows')).toBe(3);
  expect(run.variables.get('seen')).toBe('{"yes":true}');
});

test('a stub of an operator sees its fields rendered', async () => {
  const loading = dag('loading', {}, () => {
    const rows = http<string>('rows', { url: 'https://example.test/{{ ds }}' });
    bash('load', { command: 'load "$ROWS"', env: { ROWS: rows, DAY: '{{ ds }}' } });
  });
  const seen: unknown[] = [];
  const run = await runDag(loading, {
    logicalDate: '2026-03-01',
    stubs: {
      rows: ({ url }: { url: string }) => `from ${url}`,
      load: (fields: object) => void seen.push(fields),
    },
  });
  expect(run.state).toBe('success');
  expect(seen).toEqual([
    { command: 'load "$ROWS"', env: { ROWS: 'from https://example.test/2026-03-01', DAY: '2026-03-01' } },
  ]);
  expect(run.rendered('rows')).toEqual({ url: 'https://example.test/2026-03-01' });
});

test('tasks run for real: a command is a command', async () => {
  const run = await runDag(dag('real', {}, () => bash('hello', { command: 'echo hello' })));
  expect(run.result).toBe('hello');
  expect(run.logs('hello')).toEqual([{ level: 'info', message: 'hello', fields: null, stream: 'stdout' }]);
});

test('trigger rules, short circuits and teardowns go as in production', async () => {
  const flow = dag('flow', {}, () => {
    const create = empty('create').asSetup();
    const work = task('work', () => {
      throw new Error('broken');
    })();
    chain(create, work, empty('drop').asTeardown({ of: create }));
    empty('mourn', { triggerRule: 'one_failed' }).after(work);
    shortCircuit('go', () => false)().before(empty('never'));
  });
  const run = await runDag(flow);
  expect(run.states).toEqual({
    create: 'success',
    work: 'failed',
    drop: 'success',
    mourn: 'success',
    go: 'success',
    never: 'skipped',
  });
});

test('a run that takes longer than it may is ended', async () => {
  const slow = task('slow', { retries: 1, retryDelay: '1h' }, () => {
    throw new Error('again');
  });
  const run = await runDag(
    dag('limited', { dagRunTimeout: '10m' }, () => slow()),
    { now: '2026-01-01T00:00Z' },
  );
  expect([run.state, run.states['slow']]).toEqual(['failed', 'skipped']);
  expect(run.finishedAt).toEqual(new Date('2026-01-01T00:10Z'));
});

test('a task that hangs is ended by its execution timeout', async () => {
  const hang = task(
    'hang',
    { executionTimeout: '20ms' },
    (_: void, { signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve)),
  );
  const run = await runDag(dag('hanging', {}, () => hang()));
  expect(run.error(hang)?.message).toContain('executionTimeout of 20 ms');
});

test('only the newest run passes latestOnly', async () => {
  const hourly = dag('hourly', { schedule: '@hourly' }, () => latestOnly('latest').before(empty('publish')));
  const late = await runDag(hourly, { logicalDate: '2026-03-01T06:00Z', now: '2026-03-01T09:00Z' });
  const inTime = await runDag(hourly, { logicalDate: '2026-03-01T06:00Z', now: '2026-03-01T06:30Z' });
  expect([late.states['publish'], inTime.states['publish']]).toEqual(['skipped', 'success']);
});

test('a task in a group may be named by its own id, unless several groups have one', async () => {
  const grouped = dag('grouped', {}, () => {
    group('a', () => [empty('one'), empty('both')]);
    group('b', () => empty('both'));
  });
  const run = await runDag(grouped);
  expect(run.tries('one')).toBe(1);
  expect(() => run.tries('both')).toThrow('"both" may be "a.both" or "b.both"');
  expect(() => run.tries('oen')).toThrow('DAG "grouped" has no task "oen"');
  await expect(runDag(sales, { stubs: { extrac: () => [] } })).rejects.toThrow('Did you mean "extract"?');
  await expect(runDag(sales, { logicalDate: 'yesterday' })).rejects.toThrow('logicalDate is not valid');
});

test('what is wired is what production would carry: a copy, and nothing that cannot be stored', async () => {
  const make = task('make', () => ({ when: new Date(0), list: [1] }));
  const broken = task('broken', () => () => 1);
  const change = task('change', (input: { when: Date; list: number[] }) => input.list.push(2));
  const run = await runDag(
    dag('copies', {}, () => {
      change(make());
      broken();
    }),
  );
  expect(run.output(make)).toEqual({ when: new Date(0), list: [1] });
  expect(run.error(broken)).toMatchObject({ code: 'XCOM_NOT_SERIALIZABLE' });
});

test('five hundred tasks in a chain take no time worth mentioning', async () => {
  const step = task('step', (n: number) => n + 1);
  const long = dag('long', {}, () => {
    let handle = step.with({ id: 'step_0' })(0);
    for (let index = 1; index < 500; index += 1) handle = step.with({ id: `step_${index}` })(handle);
    return handle;
  });
  const before = performance.now();
  expect((await runDag(long)).result).toBe(500);
  expect(performance.now() - before).toBeLessThan(2000);
});
