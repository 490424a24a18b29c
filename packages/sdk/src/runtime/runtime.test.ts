import { expect, test } from 'vitest';
import { z } from 'zod';
import { memoryContext } from '../fixtures/memory-attempt.ts';
import {
  branch,
  type DagDefinition,
  dag,
  Fail,
  group,
  latestOnly,
  RetryIn,
  Skip,
  shortCircuit,
  task,
} from '../index.ts';
import { bash, empty } from '../operators/index.ts';
import { collectDags, errorToOutcome, serializeError } from './index.ts';

test('the DAGs that a load declares are collected, and only these', async () => {
  dag('before', {}, () => undefined);
  const dags = await collectDags(async () => {
    dag('one', {}, () => undefined);
    await Promise.resolve();
    dag('two', {}, () => undefined);
  });
  dag('after', {}, () => undefined);
  expect(dags.map(({ dagId }) => dagId)).toEqual(['one', 'two']);
});

test('two DAGs of one id in one load are refused', async () => {
  const load = collectDags(async () => [dag('same', {}, () => undefined), dag('same', {}, () => undefined)]);
  await expect(load).rejects.toMatchObject({ code: 'DAG_ID_DUPLICATE' });
});

test('a load that throws leaves no collector behind', async () => {
  await expect(collectDags(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(Reflect.get(globalThis, Symbol.for('tradewind.collector'))).toBeNull();
});

test('an input is put together from literals, results, fields of results and params', () => {
  const make = task('make', () => ({ a: 1, list: ['x'] }));
  const use = task('use', (input: { whole: unknown; part: number; region: string; list: readonly unknown[] }) => input);
  const definition = dag('wiring', { params: z.object({ region: z.string().default('eu') }) }, ({ params }) => {
    const made = make();
    use({ whole: made, part: made.get('a'), region: params.region, list: [1, made.get('list').get(0)] });
  });
  const input = definition.tasks.get('use')!.resolveInput({ make: { a: 5, list: ['y'] } }, { region: 'us' });
  expect(input).toEqual({ whole: { a: 5, list: ['y'] }, part: 5, region: 'us', list: [1, 'y'] });
});

test('what an upstream task did not give is undefined in the input', () => {
  const make = task('make', () => ({ deep: { a: 1 } }));
  const use = task('use', (input: { a: number; whole: unknown }) => input);
  const definition = dag('absent', {}, () => {
    const made = make();
    use({ a: made.get('deep').get('a'), whole: made });
  });
  expect(definition.tasks.get('use')!.resolveInput({}, {})).toEqual({ a: undefined, whole: undefined });
});

test('an input is made anew for every attempt, so that one which changes it does not change the next', () => {
  const use = task('use', (input: { list: number[] }) => input);
  const wired = dag('fresh', {}, () => use({ list: [1] })).tasks.get('use')!;
  (wired.resolveInput({}, {}) as { list: number[] }).list.push(2);
  expect(wired.resolveInput({}, {})).toEqual({ list: [1] });
});

test('a branch follows the targets of its choices, the first tasks of a group, and what is not up to it', () => {
  const size = branch('size', (n: number): ('big' | 'small' | 'none')[] => (n > 1 ? ['big', 'small'] : ['none']));
  const definition = dag('branches', {}, () => {
    const chosen = size(5).to({ big: group('g', () => [empty('a'), empty('b')]), small: [empty('c')], none: null });
    chosen.before(empty('always'));
  });
  const { skipsOf } = definition.tasks.get('size')!;
  expect(skipsOf(['big', 'small'])).toEqual({ kind: 'follow', taskIds: ['always', 'c', 'g.a', 'g.b'] });
  expect(skipsOf('none')).toEqual({ kind: 'follow', taskIds: ['always'] });
  expect(skipsOf(null)).toEqual({ kind: 'follow', taskIds: ['always'] });
  expect(() => skipsOf('bgi')).toThrow(
    'Branch "size" chose "bgi", which is not one of "big", "small", "none". Did you mean "big"?',
  );
});

test('a short circuit stops everything after it, or only what is directly after it', () => {
  const skipsOf = (respectTriggerRules: boolean) =>
    dag('stop', {}, () => shortCircuit('go', { respectTriggerRules }, () => true)()).tasks.get('go')!.skipsOf;
  expect(skipsOf(false)(true)).toBeNull();
  expect(skipsOf(false)(0)).toEqual({ kind: 'stop', respectTriggerRules: false });
  expect(skipsOf(true)('')).toEqual({ kind: 'stop', respectTriggerRules: true });
});

test.each([
  ['2026-03-02T06:00:00Z', true],
  ['2026-03-02T06:00:01Z', false],
])('a run of a daily DAG for 1 March, seen at %s, is the latest: %s', async (now, isLatest) => {
  const definition = dag('latest', { schedule: '@daily' }, () => latestOnly('latest'));
  const task_ = definition.tasks.get('latest')!;
  const context = memoryContext('latest', { now: now.replace('T06', 'T00'), logicalDate: '2026-03-01T00:00:00Z' });
  expect(await task_.run(undefined, pointInterval(context))).toBe(isLatest);
  expect(task_.skipsOf(false)).toEqual({ kind: 'stop', respectTriggerRules: true });
});

test('steering says how the attempt ends, also when it comes from another copy of the package', async () => {
  // @ts-expect-error the query makes another instance of the module
  const copy = (await import('../steering.ts?copy')) as typeof import('../steering.ts');
  expect(copy.Skip).not.toBe(Skip);
  expect(errorToOutcome(new copy.Skip('nothing to do'))).toEqual({ kind: 'skipped', reason: 'nothing to do' });
  expect(errorToOutcome(new Fail('no'))).toMatchObject({ kind: 'failed', isRetryable: false, error: { name: 'Fail' } });
  expect(errorToOutcome(new RetryIn('10m'))).toMatchObject({ kind: 'failed', isRetryable: true, retryInMs: 600_000 });
  expect(errorToOutcome(new Error('oops'))).toMatchObject({
    kind: 'failed',
    isRetryable: true,
    error: { message: 'oops' },
  });
  expect(() => new RetryIn('soon' as '1m')).toThrow('expected the delay to be a duration');
});

test('an error crosses as plain data with its causes, and anything thrown becomes one', () => {
  const error = new Error('outer', { cause: Object.assign(new TypeError('inner'), { code: 'E_INNER' }) });
  expect(serializeError(error)).toMatchObject({
    name: 'Error',
    message: 'outer',
    code: null,
    stack: expect.stringContaining('runtime.test.ts'),
    cause: { name: 'TypeError', message: 'inner', code: 'E_INNER', cause: null },
  });
  expect(serializeError({ a: 1 })).toMatchObject({ message: 'not an error was thrown: {"a":1}' });
  const circle = new Error('a');
  circle.cause = circle;
  expect(JSON.stringify(serializeError(circle)).length).toBeLessThan(100_000);
});

test('params are checked and their defaults filled in, by a schema of a library or a JSON Schema', async () => {
  const shape = {
    type: 'object',
    properties: { n: { type: 'integer', minimum: 1, default: 3 } },
    additionalProperties: false,
  } as const;
  const byLibrary = dag(
    'library',
    {
      params: z.object({
        n: z.int().min(1).default(3),
        day: z.iso
          .date()
          .transform((text) => new Date(text))
          .optional(),
      }),
    },
    () => undefined,
  );
  const byJson = dag('json', { params: shape }, () => undefined);
  for (const definition of [byLibrary, byJson] as DagDefinition[]) {
    expect(await definition.resolveParams({})).toEqual({ n: 3 });
    await expect(definition.resolveParams({ n: 0 })).rejects.toMatchObject({
      code: 'PARAMS_INVALID',
      faults: [{ field: 'n' }],
    });
  }
  expect(await byLibrary.resolveParams({ day: '2026-01-01' })).toEqual({ n: 3, day: new Date('2026-01-01') });
  expect(byJson.serialize().params).toEqual(shape);
});

test('what a trigger gives wins over the default of a task, which wins over that of the DAG', async () => {
  const own = task(
    'own',
    { params: z.object({ a: z.string().default('task'), b: z.string() }) },
    (_, { params }) => params.a,
  );
  const schema = z.object({ a: z.string().default('dag'), b: z.string().default('b'), c: z.string().default('c') });
  const definition = dag('layers', { params: schema }, () => own());
  const resolve = async (conf: { a?: string }) =>
    definition.tasks.get('own')!.resolveParams!(conf, await definition.resolveParams(conf));
  expect(await resolve({})).toEqual({ a: 'task', b: 'b', c: 'c' });
  expect(await resolve({ a: 'conf' })).toEqual({ a: 'conf', b: 'b', c: 'c' });
});

test('a function in a templated field is serialised without regard to its white space', () => {
  const templates = (command: () => string) =>
    dag('source', {}, () => bash('a', { command })).serialize().tasks[0]!.templates;
  // biome-ignore format: the white space is the point
  expect(templates(() =>
      'a   b')).toEqual(templates(() => 'a b'));
});

function pointInterval<Context extends { facts: { run: object } }>(context: Context): Context {
  const run = { ...context.facts.run, dataIntervalEndAt: Reflect.get(context.facts.run, 'dataIntervalStartAt') };
  return Object.assign(Object.create(context), { facts: { ...context.facts, run } });
}
