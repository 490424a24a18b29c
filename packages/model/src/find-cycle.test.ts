import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCycle, type GraphTask } from './find-cycle.ts';
import type { TaskId } from './ids.ts';

/** Tasks from edges such as `a>b`, in the order in which they are named. */
function tasks(edges: string): GraphTask[] {
  const upstream = new Map<string, TaskId[]>();
  for (const edge of edges.split(' ')) {
    const [from, to] = edge.split('>') as [string, string | undefined];
    for (const id of [from, to ?? from]) upstream.set(id, upstream.get(id) ?? []);
    if (to !== undefined) upstream.get(to)!.push(from as TaskId);
  }
  return [...upstream].map(([taskId, above]) => ({ taskId: taskId as TaskId, upstream: above }));
}

test('a DAG has no cycle', () => {
  expect(findCycle([])).toBeNull();
  expect(findCycle(tasks('a>b a>c b>d c>d a>d'))).toBeNull();
});

test('a cycle is told in the direction of the flow', () => {
  expect(findCycle(tasks('extract>transform transform>load load>extract'))).toEqual([
    'extract',
    'transform',
    'load',
    'extract',
  ]);
});

test('a task that depends on itself is a cycle', () => {
  expect(findCycle(tasks('a>b b>b'))).toEqual(['b', 'b']);
});

test('tasks before and after the cycle are not part of its path', () => {
  expect(findCycle(tasks('start>a a>b b>c c>a c>end'))).toEqual(['a', 'b', 'c', 'a']);
});

test('an edge from an unknown task is not followed', () => {
  expect(findCycle([{ taskId: 'a' as TaskId, upstream: ['ghost' as TaskId] }])).toBeNull();
});

test('a chain deeper than the call stack is walked', () => {
  const names = Array.from({ length: 50_000 }, (_, i) => `t${i}` as TaskId);
  const chain = names.map((taskId, i) => ({ taskId, upstream: i === 0 ? [] : [names[i - 1]!] }));
  expect(findCycle(chain.toReversed())).toBeNull();
  expect(findCycle([{ taskId: names[0]!, upstream: [names.at(-1)!] }, ...chain.slice(1)])).toHaveLength(50_001);
});

test('what is found is a cycle, and one is found exactly when there is no topological order', () => {
  const edge = fc.tuple(fc.nat(7), fc.nat(7)).map(([a, b]) => `n${a}>n${b}`);
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 14 }), (edges) => {
      const graph = tasks(edges.join(' '));
      const cycle = findCycle(graph);
      expect(cycle === null).toBe(canBeOrdered(graph));
      if (cycle === null) return;
      expect(cycle[0]).toBe(cycle.at(-1));
      expect(new Set(cycle).size).toBe(cycle.length - 1);
      for (const [i, taskId] of cycle.slice(1).entries()) {
        expect(graph.find((task) => task.taskId === taskId)?.upstream).toContain(cycle[i]);
      }
    }),
    { numRuns: 500 },
  );
});

function canBeOrdered(graph: readonly GraphTask[]): boolean {
  const done = new Set<TaskId>();
  let left = [...graph];
  while (left.length > 0) {
    const free = left.filter((task) => task.upstream.every((above) => done.has(above)));
    if (free.length === 0) return false;
    for (const task of free) done.add(task.taskId);
    left = left.filter((task) => !done.has(task.taskId));
  }
  return true;
}
