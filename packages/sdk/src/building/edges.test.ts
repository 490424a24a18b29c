import { expect, test } from 'vitest';
import { chain, dag, group, task } from '../index.ts';
import { empty } from '../operators/index.ts';

const edgesOf = (declare: () => unknown): { [taskId: string]: readonly string[] } =>
  Object.fromEntries(
    dag('edges', {}, declare)
      .serialize()
      .tasks.map(({ taskId, upstream }) => [taskId, upstream as readonly string[]]),
  );

test('before, after and lists of steps make edges', () => {
  const edges = edgesOf(() => {
    const [a, b, c, d] = [empty('a'), empty('b'), empty('c'), empty('d')];
    a.before(b, [c]);
    d.after([b, c]);
  });
  expect(edges).toEqual({ a: [], b: ['a'], c: ['a'], d: ['b', 'c'] });
});

test('neighbouring lists in a chain are connected in pairs', () => {
  const edges = edgesOf(() => chain(empty('a'), [empty('b'), empty('c')], [empty('d'), empty('e')], empty('f')));
  expect(edges).toEqual({ a: [], b: ['a'], c: ['a'], d: ['b'], e: ['c'], f: ['d', 'e'] });
});

test('an edge to a group leads to its first tasks and one from it comes from its last, whenever they were connected', () => {
  const edges = edgesOf(() => {
    const clean = group('clean', () => {
      const [a, b, c] = [empty('a'), empty('b'), empty('c')];
      return { a, b, c };
    });
    clean.after(empty('before')).before(empty('after'));
    clean.result.a.before(clean.result.b);
  });
  expect(edges).toEqual({
    'clean.a': ['before'],
    'clean.b': ['clean.a'],
    'clean.c': ['before'],
    before: [],
    after: ['clean.b', 'clean.c'],
  });
});

test('edges between groups inside a group count for its first and last tasks', () => {
  const edges = edgesOf(() => {
    const outer = group('outer', () => {
      const first = group('first', () => empty('a'));
      const second = group('second', () => empty('b'));
      return { first, second };
    });
    outer.before(empty('after')).after(empty('before'));
    outer.result.first.before(outer.result.second);
  });
  expect(edges).toEqual({
    'outer.first.a': ['before'],
    'outer.second.b': ['outer.first.a'],
    after: ['outer.second.b'],
    before: [],
  });
});

test('a group that does not prefix ids leaves them as they are', () => {
  const { tasks, groups } = dag('plain', {}, () => {
    group('outer', () => group('inner', { prefixIds: false, tooltip: 'short' }, () => empty('a')));
  }).serialize();
  expect(tasks.map(({ taskId, groupId }) => [taskId, groupId])).toEqual([['outer.a', 'outer.inner']]);
  expect(groups).toEqual([
    { groupId: 'outer', parentId: null, displayName: null, tooltip: null },
    { groupId: 'outer.inner', parentId: 'outer', displayName: null, tooltip: 'short' },
  ]);
});

test('defaults of a group lie over those of the DAG, and under the options of a task', () => {
  const { tasks } = dag('defaults', { defaults: { retries: 1, queue: 'a' } }, () => {
    group('g', { defaults: { retries: 2 } }, () => [empty('x'), empty('y', { retries: 3 })]);
    empty('z');
  }).serialize();
  expect(tasks.map(({ taskId, retry, queue }) => [taskId, retry.retries, queue])).toEqual([
    ['g.x', 2, 'a'],
    ['g.y', 3, 'a'],
    ['z', 1, 'a'],
  ]);
});

test('a teardown has the rule of teardowns, and what lies between it and its setup is in the scope of the setup', () => {
  const { tasks } = dag('cluster', {}, () => {
    const create = empty('create').asSetup();
    const drop = empty('drop').asTeardown({ of: create, onFailureFailDagRun: true });
    chain(empty('before'), create, empty('work'), empty('more'), drop);
    empty('outside').after(create);
  }).serialize();
  expect(
    tasks.map(({ taskId, setups, triggerRule, isSetup, isTeardown }) => ({
      taskId,
      setups,
      triggerRule,
      isSetup,
      isTeardown,
    })),
  ).toEqual([
    { taskId: 'create', setups: [], triggerRule: 'all_success', isSetup: true, isTeardown: false },
    { taskId: 'drop', setups: ['create'], triggerRule: 'all_done_setup_success', isSetup: false, isTeardown: true },
    { taskId: 'before', setups: [], triggerRule: 'all_success', isSetup: false, isTeardown: false },
    { taskId: 'work', setups: ['create'], triggerRule: 'all_success', isSetup: false, isTeardown: false },
    { taskId: 'more', setups: ['create'], triggerRule: 'all_success', isSetup: false, isTeardown: false },
    { taskId: 'outside', setups: [], triggerRule: 'all_success', isSetup: false, isTeardown: false },
  ]);
  expect(tasks[1]).toMatchObject({ upstream: ['create', 'more'], onFailureFailDagRun: true });
});

test('a setup without teardown holds everything after it', () => {
  const { tasks } = dag('setup', {}, () => chain(empty('create').asSetup(), empty('a'), empty('b'))).serialize();
  expect(tasks.map(({ setups }) => setups)).toEqual([[], ['create'], ['create']]);
});

test('what comes after a group waits for its work and not for its teardowns', () => {
  const edges = edgesOf(() => {
    const g = group('g', () => {
      const create = empty('create').asSetup();
      chain(create, empty('work'), empty('drop').asTeardown({ of: create }));
    });
    g.before(empty('after'));
  });
  expect(edges['after']).toEqual(['g.work']);
});

test('an input that uses a field of a result twice makes one edge', () => {
  const make = task('make', () => ({ a: 1, b: { c: 'x' } }));
  const use = task('use', (input: { n: number; texts: string[] }) => input);
  const { tasks } = dag('fields', {}, () => {
    const made = make();
    use({ n: made.get('a'), texts: ['y', made.get('b').get('c')] });
  }).serialize();
  expect(tasks[1]).toMatchObject({ upstream: ['make'], inputs: ['make'] });
});
