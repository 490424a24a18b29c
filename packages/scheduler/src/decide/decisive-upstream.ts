/** Which tasks decided that another one does not run. */
import type { TaskInstanceState, TriggerRule } from '@tradewind/model';
import type { Cell, RunBoard } from './run-board.ts';

/** Task ids in a reason at most. */
const MOST_NAMED = 5;

const FAILURES: readonly TaskInstanceState[] = ['failed', 'upstream_failed'];

/** The states of upstream tasks for which a rule skips; for other rules it is `skipped`. */
const SKIPS_AFTER: { readonly [Rule in TriggerRule]?: readonly TaskInstanceState[] } = {
  all_failed: ['success', 'skipped'],
  all_skipped: ['success', ...FAILURES],
  one_failed: ['success', 'skipped', 'removed'],
  one_done: ['skipped', 'upstream_failed', 'removed'],
};

/** The direct upstream tasks because of which the rule of `cell` settled it in `state`; at most five. */
export function decisiveUpstream(
  board: RunBoard,
  cell: Cell,
  state: 'skipped' | 'upstream_failed' | 'removed',
): string[] {
  const decisive = state === 'skipped' ? (SKIPS_AFTER[cell.task.triggerRule] ?? ['skipped']) : FAILURES;
  const named = upstreamIn(board, cell, decisive);
  // Such as one_success over skipped and removed ones: nobody failed, and yet it cannot run.
  return named.length > 0 ? named : upstreamIn(board, cell, ['skipped', 'removed']);
}

/** The setups of `cell` that failed or were skipped; at most five. */
export function failedSetups(board: RunBoard, cell: Cell): string[] {
  const isBad = (taskId: (typeof cell.task.setups)[number]): boolean => {
    const state = board.cells[board.plan.graph.indexOf(taskId)]?.state;
    return state === 'failed' || state === 'upstream_failed' || state === 'skipped';
  };
  return cell.task.setups.filter(isBad).slice(0, MOST_NAMED);
}

function upstreamIn(board: RunBoard, cell: Cell, states: readonly TaskInstanceState[]): string[] {
  const named: string[] = [];
  for (const index of board.plan.graph.upstream[cell.index] ?? []) {
    const other = board.cells[index];
    if (other !== undefined && states.includes(other.state)) named.push(other.task.taskId);
    if (named.length === MOST_NAMED) break;
  }
  return named;
}
