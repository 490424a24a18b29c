import type { TaskGraph } from './resolve-edges.ts';
import type { TaskNode } from './task-node.ts';

/**
 * The setups whose scope holds each task, sorted; tasks in no scope are absent.
 *
 * The scope of a setup is everything after it and before one of its teardowns; without a teardown, everything after it.
 * A teardown is in the scope of the setups that it tears down.
 */
export function setupsByTask(
  tasks: ReadonlyMap<string, TaskNode>,
  { upstream, downstream }: TaskGraph,
): ReadonlyMap<string, readonly string[]> {
  const setups = new Map<string, string[]>();
  const teardowns = [...tasks.values()].filter(({ teardown }) => teardown !== null);
  for (const setup of tasks.values()) {
    if (!setup.isSetup) continue;
    const own = teardowns.filter(({ teardown }) => teardown?.setups.includes(setup));
    const before = own.map(({ id }) => reach(id, upstream));
    for (const id of reach(setup.id, downstream)) {
      const node = tasks.get(id)!;
      const isInside = own.length === 0 || before.some((ids) => ids.has(id));
      if (node.teardown === null ? isInside : node.teardown.setups.includes(setup)) {
        setups.set(id, [...(setups.get(id) ?? []), setup.id].toSorted());
      }
    }
  }
  return setups;
}

/** Every task that can be reached from `start` by one edge or more. */
function reach(start: string, edges: TaskGraph['downstream']): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...edges.get(start)!];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    waiting.push(...edges.get(id)!);
  }
  return reached;
}
