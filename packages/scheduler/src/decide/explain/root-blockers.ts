/** Who is at the beginning of a chain of tasks that wait for each other, or fail because of each other. */
import { isFailure, isFinished } from '@tradewind/model';
import type { Cell } from '../run-board.ts';

/** Root blockers that an explanation names at most. */
const MOST_NAMED = 5;

/** The tasks upstream of `cell` that wait for no other task, and for which it waits, directly or not. */
export function rootBlockers(cell: Cell): readonly Cell[] {
  return rootsOf(cell, ({ state }) => !isFinished(state));
}

/** The tasks upstream of `cell` that failed by themselves, and because of which it is `upstream_failed`. */
export function rootFailures(cell: Cell): readonly Cell[] {
  return rootsOf(cell, ({ state }) => isFailure(state)).filter(({ state }) => state === 'failed');
}

/** The tasks upstream of `cell` that were skipped first. */
export function rootSkips(cell: Cell): readonly Cell[] {
  return rootsOf(cell, ({ state }) => state === 'skipped');
}

/** Walks up as long as `counts` holds; the last ones on each way are the roots. */
function rootsOf(start: Cell, counts: (cell: Cell) => boolean): readonly Cell[] {
  const { cells, plan } = start.board;
  const seen = new Set<Cell>([start]);
  const roots: Cell[] = [];
  const stack = [start];
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    const above = upstreamOf(cell, plan.graph.upstream)
      .flatMap((index) => cells[index] ?? [])
      .filter(counts);
    if (above.length === 0 && cell !== start) roots.push(cell);
    for (const other of above) {
      if (seen.has(other)) continue;
      seen.add(other);
      stack.push(other);
    }
  }
  return roots.sort((left, right) => left.index - right.index).slice(0, MOST_NAMED);
}

/** Its setups hold a task back as its upstream tasks do. */
function upstreamOf(cell: Cell, upstream: readonly Int32Array[]): number[] {
  const setups = cell.task.isTeardown ? [] : cell.task.setups.map((taskId) => cell.board.plan.graph.indexOf(taskId));
  return [...new Set([...(upstream[cell.index] ?? []), ...setups])];
}
