import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  branch,
  chain,
  continuous,
  cron,
  cronInterval,
  type DagOptions,
  dag,
  dates,
  every,
  group,
  type Handle,
  shortCircuit,
  type TaskOptions,
  task,
} from './index.ts';
import { bash, empty } from './operators/index.ts';

const start = task('start', () => 1);
const add = task('add', (input: { a: number; b?: number }) => input.a);
const pick = branch('pick', () => 'left' as 'left' | 'right');
const untyped = <Value>(value: unknown): Value => value as Value;
const declare = (tasks: () => unknown, options: DagOptions = {}): unknown => dag('sales', options, tasks);

test.each<[fault: string, code: string, message: string, declare: () => unknown]>([
  [
    'a cycle',
    'DAG_CYCLE',
    '"a" → "b" → "c" → "a"',
    () =>
      declare(() => {
        const a = empty('a');
        chain(a, empty('b'), empty('c'), a);
      }),
  ],
  [
    'a task before itself',
    'DAG_CYCLE',
    '"a" → "a"',
    () =>
      declare(() => {
        const a = empty('a');
        a.before(a);
      }),
  ],
  ['a duplicate id', 'TASK_ID_DUPLICATE', ".with({ id: 'start_2' })", () => declare(() => [start(), start()])],
  [
    'a task with the id of a group',
    'TASK_ID_DUPLICATE',
    '"clean"',
    () =>
      declare(() => {
        group('clean', () => empty('a'));
        empty('clean');
      }),
  ],
  [
    'a handle of another DAG as input',
    'HANDLE_OF_OTHER_DAG',
    '"start" belongs to DAG "other"',
    () => {
      const handle = handleOfOtherDag();
      declare(() => add({ a: handle }));
    },
  ],
  [
    'a handle of another DAG as edge',
    'HANDLE_OF_OTHER_DAG',
    'DAG "other"',
    () => {
      const handle = handleOfOtherDag();
      declare(() => start().after(handle));
    },
  ],
  [
    'a handle of another DAG as result',
    'HANDLE_OF_OTHER_DAG',
    'DAG "other"',
    () => {
      const handle = handleOfOtherDag();
      declare(() => handle);
    },
  ],
  [
    'an edge after the DAG was declared',
    'TASK_OUTSIDE_DAG',
    '"start"',
    () => {
      const handle = handleOfOtherDag();
      handle.before(handle);
    },
  ],
  ['a task with an invalid id', 'ID_INVALID', 'got: "my task"', () => task('my task', () => 1)],
  ['a DAG with an invalid id', 'ID_INVALID', 'got: "a/b"', () => dag('a/b', {}, () => 1)],
  [
    'a group with a dot in its id',
    'ID_INVALID',
    'expected no "."',
    () => declare(() => group('a.b', () => empty('c'))),
  ],
  [
    'an id that is too long with its prefix',
    'ID_INVALID',
    'at most 250',
    () => declare(() => group('g'.repeat(200), () => empty('t'.repeat(100)))),
  ],
  ['a task outside a DAG', 'TASK_OUTSIDE_DAG', '"start" was called outside a DAG', () => start()],
  ['an operator outside a DAG', 'TASK_OUTSIDE_DAG', '"hello"', () => bash('hello', { command: 'true' })],
  ['a group outside a DAG', 'TASK_OUTSIDE_DAG', '"clean"', () => group('clean', () => 1)],
  [
    'a DAG in a DAG',
    'DAG_NESTED',
    '"inner" is declared inside DAG "sales"',
    () => declare(() => dag('inner', {}, () => 1)),
  ],
  ['an asynchronous DAG', 'BUILDER_ASYNC', 'DAG "sales" returned a promise', () => declare(async () => 1)],
  ['an asynchronous group', 'BUILDER_ASYNC', 'Group "g"', () => declare(() => group('g', async () => 1))],
  ['a cron that cannot be parsed', 'SCHEDULE_INVALID', '61', () => cron('61 * * * *')],
  [
    'a time zone that does not exist',
    'SCHEDULE_INVALID',
    'Did you mean "Europe/Berlin"?',
    () => cronInterval('@daily', { timeZone: 'Europe/Berln' }),
  ],
  ['an every that is no duration', 'SCHEDULE_INVALID', 'got: "often"', () => every(untyped('often'))],
  ['dates without any', 'SCHEDULE_INVALID', 'at least one', () => dates([])],
  ['dates with nonsense', 'SCHEDULE_INVALID', '"2026-02-30"', () => dates(['2026-02-30'])],
  [
    'a cron text as schedule',
    'SCHEDULE_INVALID',
    "cron('0 6 * * *')",
    () => declare(() => 1, { schedule: untyped('0 6 * * *') }),
  ],
  [
    'a preset with a typing error',
    'SCHEDULE_INVALID',
    'Did you mean "@daily"?',
    () => declare(() => 1, { schedule: untyped('@dayly') }),
  ],
  [
    'a start date that is nonsense',
    'START_DATE_INVALID',
    'got: "yesterday"',
    () => declare(() => 1, { startDate: 'yesterday' }),
  ],
  [
    'a start date that the calendar lacks',
    'START_DATE_INVALID',
    '"2026-02-29"',
    () => declare(() => 1, { startDate: '2026-02-29' }),
  ],
  [
    'a local time without zone',
    'START_DATE_INVALID',
    'nothing says of which time zone',
    () => declare(() => 1, { startDate: '2026-01-01T06:00', schedule: every('1h') }),
  ],
  [
    'an end date before the start date',
    'OPTION_INVALID',
    'expected endDate to be after',
    () => declare(() => 1, { startDate: '2026-01-02', endDate: '2026-01-01' }),
  ],
  [
    'a teardown without setup',
    'TEARDOWN_WITHOUT_SETUP',
    '"start"',
    () => declare(() => start().asTeardown({ of: [] })),
  ],
  [
    'a teardown of a teardown',
    'SETUP_IS_TEARDOWN',
    '"b"',
    () =>
      declare(() => {
        const [a, b, c] = [empty('a'), empty('b'), empty('c')];
        b.asTeardown({ of: a });
        c.asTeardown({ of: b });
      }),
  ],
  [
    'a teardown with a trigger rule',
    'OPTION_INVALID',
    'expected no triggerRule',
    () => declare(() => empty('b', { triggerRule: 'always' }).asTeardown({ of: empty('a') })),
  ],
  [
    'an edge from a group to its own task',
    'GROUP_NESTING',
    '"g.a" is inside group "g"',
    () =>
      declare(() => {
        const g = group('g', () => empty('a'));
        g.before(g.result);
      }),
  ],
  [
    'an edge from a task to the group around it',
    'GROUP_NESTING',
    '"outer.inner.a" is inside group "outer"',
    () =>
      declare(() => {
        const outer = group('outer', () => group('inner', () => empty('a')));
        outer.after(outer.result.result);
      }),
  ],
  ['an empty group', 'GROUP_EMPTY', '"g"', () => declare(() => group('g', () => undefined))],
  [
    'lists of different lengths in a chain',
    'CHAIN_LENGTHS_DIFFER',
    'a list of 2 followed by a list of 1',
    () => declare(() => chain([empty('a'), empty('b')], [empty('c')])),
  ],
  [
    'a task that was not called as step',
    'OPTION_INVALID',
    'a task has to be called first',
    () => declare(() => start().before(untyped(add))),
  ],
  ['a branch without targets', 'BRANCH_WITHOUT_TARGET', '"pick"', () => declare(() => pick())],
  [
    'an unknown option of a task',
    'OPTION_UNKNOWN',
    'Did you mean "retries"?',
    () => task('a', untyped<TaskOptions>({ retires: 1 }), () => 1),
  ],
  [
    'an unknown option of a DAG',
    'OPTION_UNKNOWN',
    'Did you mean "schedule"?',
    () => declare(() => 1, untyped({ shedule: '@daily' })),
  ],
  [
    'an unknown default',
    'OPTION_UNKNOWN',
    'defaults of DAG "sales"',
    () => declare(() => 1, { defaults: untyped({ retry: 1 }) }),
  ],
  ['an unknown override', 'OPTION_UNKNOWN', 'Did you mean "queue"?', () => start.with(untyped({ qeue: 'x' }))],
  [
    'an unknown option of an operator',
    'OPTION_UNKNOWN',
    'Did you mean "command"?',
    () => declare(() => bash('b', untyped({ comand: 'true' }))),
  ],
  [
    'an option of another kind of task',
    'OPTION_UNKNOWN',
    'respectTriggerRules',
    () => task('a', untyped<TaskOptions>({ respectTriggerRules: true }), () => 1),
  ],
  [
    'options with several faults',
    'OPTION_INVALID',
    'expected retries to be a whole number, 0 or more, got: -1; expected retryDelay',
    () => task('a', { retries: -1, retryDelay: untyped('soon') }, () => 1),
  ],
  [
    'a trigger rule that does not exist',
    'OPTION_INVALID',
    'Did you mean "all_done"?',
    () => task('a', { triggerRule: untyped('all_don') }, () => 1),
  ],
  [
    'an operator without its command',
    'OPTION_INVALID',
    'expected command to be given',
    () => declare(() => bash('b', untyped({}))),
  ],
  [
    'a task without function',
    'OPTION_INVALID',
    'expected a function as its last argument',
    () => task('a', untyped<() => 1>(undefined)),
  ],
  [
    'failFast with another trigger rule',
    'OPTION_INVALID',
    'since failFast is on',
    () => declare(() => empty('a', { triggerRule: 'all_done' }), { failFast: true }),
  ],
  [
    'a continuous DAG with several runs',
    'OPTION_INVALID',
    'expected maxActiveRuns to be 1',
    () => declare(() => 1, { schedule: continuous, maxActiveRuns: 2 }),
  ],
  [
    'params that are no object',
    'PARAMS_SCHEMA_INVALID',
    'expected a schema of an object',
    () => declare(() => 1, { params: z.string() }),
  ],
  [
    'params without JSON Schema',
    'PARAMS_SCHEMA_INVALID',
    'refused to give a JSON Schema',
    () => declare(() => 1, { params: z.object({ a: z.bigint() }) }),
  ],
  [
    'params that a schedule cannot fill in',
    'PARAMS_WITHOUT_DEFAULT',
    '"region"',
    () => declare(() => 1, { schedule: '@daily', params: z.object({ region: z.string() }) }),
  ],
  [
    'a default that breaks its schema',
    'OPTION_INVALID',
    'the default of params.n: expected integer',
    () => declare(() => 1, { params: { type: 'object', properties: { n: { type: 'integer', default: 'x' } } } }),
  ],
  [
    'a param of a task that its DAG lacks',
    'TASK_PARAMS_MISSING',
    '"region"',
    () => {
      const needy = task('needy', { params: z.object({ region: z.string(), size: z.number().default(1) }) }, () => 1);
      declare(() => needy());
    },
  ],
  [
    'a reference to a param that does not exist',
    'OPTION_INVALID',
    'it has no param "reigon": it has "region"',
    () =>
      dag(
        'sales',
        { params: z.object({ region: z.string() }) },
        ({ params }) => untyped<{ reigon: string }>(params).reigon,
      ),
  ],
])('%s fails with %s when the DAG is declared', (_, code, message, load) => {
  expect(load).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});

test('a DAG that failed leaves nothing behind for the next one', () => {
  expect(() => declare(() => group('g', () => start.with({ id: 'a b' })()))).toThrow();
  expect(dag('next', {}, () => start()).serialize().tasks).toHaveLength(1);
});

test('what may stand in several places is declared once', () => {
  const go = shortCircuit('go', { respectTriggerRules: true }, () => true);
  const again = go.with({ id: 'again', retries: 2 });
  const { tasks } = dag('twice', {}, () => chain(go(), again(), again.with({ id: 'third' })())).serialize();
  expect(tasks.map(({ taskId, retry, respectTriggerRules }) => [taskId, retry.retries, respectTriggerRules])).toEqual([
    ['go', 0, true],
    ['again', 2, true],
    ['third', 2, true],
  ]);
});

function handleOfOtherDag(): Handle<number> {
  let handle: Handle<number> | undefined;
  dag('other', {}, () => {
    handle = start();
  });
  return handle!;
}
