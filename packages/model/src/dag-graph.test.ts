import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileDag, type DagGraph } from './dag-graph.ts';
import { sampleTask } from './fixtures/sample-dag.ts';
import type { TaskId } from './ids.ts';
import { type SerializedTask, WEIGHT_RULES } from './serialized-dag.ts';
import { SerializedDagInvalidError } from './serialized-dag-errors.ts';

function names(graph: DagGraph, indexes: Int32Array): string {
  return Array.from(indexes, (index) => graph.taskIds[index]).join(' ');
}

/** A random DAG: tasks in any order of declaration, edges along a hidden order. */
const anyDag: fc.Arbitrary<SerializedTask[]> = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.tuple(
      fc.array(fc.array(fc.nat(size - 1), { maxLength: 4 }), { minLength: size, maxLength: size }),
      fc.array(fc.integer({ min: -5, max: 50 }), { minLength: size, maxLength: size }),
      fc.array(fc.constantFrom(...WEIGHT_RULES), { minLength: size, maxLength: size }),
      fc.shuffledSubarray([...Array(size).keys()], { minLength: size }),
    ),
  )
  .map(([edges, weights, rules, order]) =>
    order.map((node) => {
      const upstream = [...new Set(edges[node]!.filter((above) => above < node))].map((above) => `t${above}`).join(' ');
      return sampleTask(`t${node}`, upstream, { priorityWeight: weights[node]!, weightRule: rules[node]! });
    }),
  );

/** Everything reachable, by the definition. */
function closure(start: TaskId, next: (taskId: TaskId) => readonly TaskId[]): Set<TaskId> {
  const reached = new Set(next(start));
  for (const taskId of reached) for (const further of next(taskId)) reached.add(further);
  return reached;
}

describe('a compiled DAG', () => {
  const graph = compileDag({
    tasks: [sampleTask('end', 'b c'), sampleTask('a'), sampleTask('c', 'a'), sampleTask('b', 'a'), sampleTask('alone')],
  });

  test('numbers the tasks in the order of declaration', () => {
    expect(graph.taskIds).toEqual(['end', 'a', 'c', 'b', 'alone']);
    expect(graph.indexOf('b' as TaskId)).toBe(3);
    expect(graph.indexOf('x' as TaskId)).toBe(-1);
  });

  test('knows direct and indirect neighbours', () => {
    expect(names(graph, graph.upstream[0]!)).toBe('c b');
    expect(names(graph, graph.downstream[1]!)).toBe('c b');
    expect(names(graph, graph.ancestors(0))).toBe('a c b');
    expect(names(graph, graph.descendants(1))).toBe('end c b');
    expect(names(graph, graph.descendants(4))).toBe('');
  });

  test('knows roots, leaves and an order', () => {
    expect(names(graph, graph.roots)).toBe('a alone');
    expect(names(graph, graph.leaves)).toBe('end alone');
    expect(names(graph, graph.topologicalOrder)).toBe('a alone c b end');
  });
});

describe('leaves', () => {
  function leavesOf(...tasks: SerializedTask[]): string {
    const graph = compileDag({ tasks });
    return names(graph, graph.leaves);
  }
  const teardown = { isTeardown: true };

  test('a teardown is replaced by what it tears down after', () => {
    const setup = sampleTask('create', '', { isSetup: true });
    expect(leavesOf(setup, sampleTask('work', 'create'), sampleTask('drop', 'create work', teardown))).toBe('work');
  });

  test('a teardown that is to fail the run is a leaf itself', () => {
    const drop = sampleTask('drop', 'work', { ...teardown, onFailureFailDagRun: true });
    expect(leavesOf(sampleTask('work'), drop)).toBe('drop');
  });

  test('a chain of teardowns is replaced as a whole', () => {
    expect(leavesOf(sampleTask('work'), sampleTask('t1', 'work', teardown), sampleTask('t2', 't1', teardown))).toBe(
      'work',
    );
  });

  test('work before a teardown counts although other work comes after the teardown', () => {
    expect(leavesOf(sampleTask('work'), sampleTask('drop', 'work', teardown), sampleTask('after', 'drop'))).toBe(
      'work after',
    );
  });

  test('in a DAG of teardowns only the last ones are the leaves', () => {
    expect(leavesOf(sampleTask('t1', '', teardown), sampleTask('t2', 't1', teardown))).toBe('t2');
  });
});

describe('priority', () => {
  const diamond = (overrides: Partial<SerializedTask>): SerializedTask[] => [
    sampleTask('a', '', { ...overrides, priorityWeight: 1 }),
    sampleTask('b', 'a', { ...overrides, priorityWeight: 10 }),
    sampleTask('c', 'a', { ...overrides, priorityWeight: 100 }),
    sampleTask('d', 'b c', { ...overrides, priorityWeight: 1000 }),
  ];

  test.each([
    ['downstream', [1111, 1010, 1100, 1000]],
    ['upstream', [1, 11, 101, 1111]],
    ['absolute', [1, 10, 100, 1000]],
  ] as const)('%s counts every task of a diamond once', (weightRule, expected) => {
    expect([...compileDag({ tasks: diamond({ weightRule }) }).priority]).toEqual(expected);
  });

  test('is cut to signed 32 bits', () => {
    const huge = (taskId: string, upstream: string, priorityWeight: number): SerializedTask =>
      sampleTask(taskId, upstream, { priorityWeight });
    const max = 2 ** 31 - 1;
    expect([...compileDag({ tasks: [huge('a', '', max), huge('b', 'a', max)] }).priority]).toEqual([max, max]);
    expect([...compileDag({ tasks: [huge('a', '', -max), huge('b', 'a', -max)] }).priority]).toEqual([
      -(2 ** 31),
      -max,
    ]);
    expect([...compileDag({ tasks: [huge('a', '', 2 ** 40)] }).priority]).toEqual([max]);
  });

  test('is exact beyond the width of a block', () => {
    const size = 3000;
    const chain = Array.from({ length: size }, (_, i) => sampleTask(`t${i}`, i === 0 ? '' : `t${i - 1}`));
    expect([...compileDag({ tasks: chain }).priority]).toEqual(Array.from({ length: size }, (_, i) => size - i));
    const fan = [
      sampleTask('r'),
      ...Array.from({ length: size }, (_, i) => sampleTask(`t${i}`, 'r', { priorityWeight: i })),
    ];
    expect(compileDag({ tasks: fan }).priority[0]).toBe(1 + (size * (size - 1)) / 2);
  });
});

test('everything agrees with its definition on any DAG', () => {
  fc.assert(
    fc.property(anyDag, (tasks) => {
      const graph = compileDag({ tasks });
      const up = (taskId: TaskId): readonly TaskId[] => tasks.find((task) => task.taskId === taskId)!.upstream;
      const down = (taskId: TaskId): TaskId[] =>
        tasks.filter((task) => task.upstream.includes(taskId)).map((task) => task.taskId);
      const place = new Map(Array.from(graph.topologicalOrder, (index, at) => [graph.taskIds[index], at]));
      expect(place.size).toBe(tasks.length);
      for (const [index, task] of tasks.entries()) {
        const above = closure(task.taskId, up);
        const below = closure(task.taskId, down);
        const sorted = (ids: Iterable<TaskId>): number[] => Array.from(ids, graph.indexOf).sort((a, b) => a - b);
        expect([...graph.upstream[index]!]).toEqual(sorted(task.upstream));
        expect([...graph.downstream[index]!]).toEqual(sorted(down(task.taskId)));
        expect([...graph.ancestors(index)]).toEqual(sorted(above));
        expect([...graph.descendants(index)]).toEqual(sorted(below));
        for (const taskId of above) expect(place.get(taskId)).toBeLessThan(place.get(task.taskId)!);
        const summed = { downstream: below, upstream: above, absolute: [] }[task.weightRule];
        const weights = Array.from(summed, (taskId: TaskId) => tasks[graph.indexOf(taskId)]!.priorityWeight);
        expect(graph.priority[index]).toBe(weights.reduce((sum, weight) => sum + weight, task.priorityWeight));
      }
    }),
    { numRuns: 300 },
  );
});

test('a cycle or an unknown task is refused with its name', () => {
  expect(() => compileDag({ tasks: [sampleTask('a', 'b'), sampleTask('b', 'a')] })).toThrow('a cycle: a → b → a');
  expect(() => compileDag({ tasks: [sampleTask('a', 'x')] })).toThrow(SerializedDagInvalidError);
});

test('five thousand tasks in dense layers and ten thousand side by side compile at once', () => {
  const layer = (l: number): string[] => Array.from({ length: 100 }, (_, i) => `l${l}_${i}`);
  const layered = Array.from({ length: 50 }, (_, l) => l).flatMap((l) =>
    layer(l).map((taskId) => sampleTask(taskId, l === 0 ? '' : layer(l - 1).join(' '))),
  );
  const middle = Array.from({ length: 10_000 }, (_, i) => `t${i}`);
  const wide = [
    sampleTask('r'),
    ...middle.map((taskId) => sampleTask(taskId, 'r')),
    sampleTask('end', middle.join(' ')),
  ];
  const startedAt = performance.now();
  expect(compileDag({ tasks: layered }).priority[0]).toBe(4901);
  expect(compileDag({ tasks: wide }).priority[0]).toBe(10_002);
  expect(performance.now() - startedAt).toBeLessThan(3000);
});
