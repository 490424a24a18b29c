/**
 * Judges the touched cells of a board until nothing follows any more: trigger rules, setups, the past, dates, skips.
 *
 * A cell that may run becomes `scheduled` and joins `board.ready`; an `empty` one succeeds on the spot.
 */
import type { RuleVerdict, TaskInstanceEvent } from '@tradewind/model';
import { judgeSetupScope, judgeTriggerRule, waitsForDependencies } from '@tradewind/model';
import { decisiveUpstream, failedSetups } from './decisive-upstream.ts';
import { judgePast } from './past.ts';
import { type Reason, reason } from './reason-codes.ts';
import { type Cell, moveCell, type RunBoard } from './run-board.ts';

export function judgeTouched(board: RunBoard, now: number): void {
  const { touched, cells } = board;
  for (let index = touched.pop(); index !== undefined; index = touched.pop()) {
    const cell = cells[index];
    if (cell !== undefined && waitsForDependencies(cell.state)) judgeCell(board, cell, now);
  }
}

/** Touches every cell that still waits, as after loading a run. */
export function touchAll(board: RunBoard): void {
  for (const cell of board.cells) if (waitsForDependencies(cell.state)) board.touched.push(cell.index);
}

function judgeCell(board: RunBoard, cell: Cell, now: number): void {
  const excludedBy = board.excludedBy.get(cell.index);
  if (excludedBy !== undefined) {
    const by = board.cells[excludedBy]?.task.taskId ?? '';
    return settle(board, cell, 'flow_skipped', now, reason('skipped_by_flow', { by }));
  }
  const scope = judgeScope(board, cell);
  if (scope.kind === 'waiting') return;
  if (scope.kind === 'settled') {
    return settle(
      board,
      cell,
      RULE_EVENTS[scope.state],
      now,
      reason('setup_failed', { setups: failedSetups(board, cell) }),
    );
  }
  const counts = board.upstream[cell.index];
  if (counts === undefined) return;
  const rule = cell.task.triggerRule;
  const verdict = judgeTriggerRule(rule, counts);
  if (verdict.kind === 'waiting') return;
  if (verdict.kind === 'settled') {
    const why = reason('trigger_rule', { rule, upstream: decisiveUpstream(board, cell, verdict.state) });
    return settle(board, cell, RULE_EVENTS[verdict.state], now, why);
  }
  if (cell.nextTryAt !== null && cell.nextTryAt > now) return;
  if (isOutsideDates(cell)) return settle(board, cell, 'rule_skipped', now, reason('outside_dates'));
  cell.dependenciesMetAt ??= now;
  const past = judgePast(cell);
  if (past.kind === 'waiting') return hold(board, cell, past.reason);
  schedule(board, cell, now);
}

/** What its setups say, when it stands in their scope. A teardown asks for them by its trigger rule. */
export function judgeScope(board: RunBoard, cell: Cell): RuleVerdict {
  const scope = board.scope.get(cell.index);
  return scope === undefined || cell.task.isTeardown ? { kind: 'ready' } : judgeSetupScope(scope);
}

/** True when the logical date of its run lies outside of the dates of the task. */
export function isOutsideDates({ task, board }: Cell): boolean {
  const at = board.facts.logicalDateAt;
  if (at === null || (task.startDate === null && task.endDate === null)) return false;
  const isEarly = task.startDate !== null && at < Date.parse(task.startDate);
  return isEarly || (task.endDate !== null && at > Date.parse(task.endDate));
}

function hold(board: RunBoard, cell: Cell, why: Reason): void {
  if (cell.reason?.code === why.code) return;
  cell.reason = why;
  board.changed.add(cell);
}

const RULE_EVENTS = {
  skipped: 'rule_skipped',
  upstream_failed: 'rule_upstream_failed',
  removed: 'rule_removed',
} as const;

function settle(board: RunBoard, cell: Cell, event: TaskInstanceEvent, now: number, why: Reason): void {
  cell.reason = why;
  cell.nextTryAt = null;
  cell.finishedAt = now;
  moveCell(board, cell, event);
}

function schedule(board: RunBoard, cell: Cell, now: number): void {
  cell.nextTryAt = null;
  cell.finishedAt = null;
  cell.dependenciesMetAt ??= now;
  if (cell.task.isEmpty) {
    cell.tryNumber += 1;
    cell.reason = null;
    cell.startedAt = now;
    cell.finishedAt = now;
    return moveCell(board, cell, 'passed_through');
  }
  cell.scheduledAt = now;
  if (cell.state !== 'up_for_reschedule') cell.tryNumber += 1;
  cell.reason = reason('waiting_for_executor');
  moveCell(board, cell, 'dependencies_met');
  board.ready.push(cell);
}
