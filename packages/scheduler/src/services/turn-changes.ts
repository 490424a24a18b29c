/** Turns what changed in memory into what one commit writes. */
import type { NewRun, PlanChange, SupersededAttempt, TaskInstanceChange, TurnChanges } from '@tradewind/store';
import type { Cell, CellState, RunBoard } from '../decide/run-board.ts';
import type { SlotLedger } from '../decide/slot-ledger.ts';
import type { OwnedDag, QueuedRun } from './owned-dag.ts';

export interface TurnSources {
  readonly boards: Iterable<RunBoard>;
  readonly newRuns: readonly NewRun[];
  /** Queued runs whose reason to wait changed. */
  readonly waiting: Iterable<QueuedRun>;
  readonly dags: Iterable<OwnedDag>;
  readonly ledger: SlotLedger;
}

export function collectChanges({ boards, newRuns, waiting, dags, ledger }: TurnSources): TurnChanges {
  const created = new Set(newRuns.map(({ dagRunKey }) => dagRunKey));
  const changes = {
    runs: [] as TurnChanges['runs'][number][],
    newRuns,
    taskInstances: [] as TaskInstanceChange[],
    attempts: [] as SupersededAttempt[],
    xcoms: [] as TurnChanges['xcoms'][number][],
    xcomResets: [] as TurnChanges['xcomResets'][number][],
    runStates: [] as TurnChanges['runStates'][number][],
    pools: ledger.drainDeltas(),
    plans: [] as PlanChange[],
    streaks: [] as TurnChanges['streaks'][number][],
  };
  for (const board of boards) {
    const { dagRunKey } = board.facts;
    if (!created.has(dagRunKey)) changes.runs.push({ id: dagRunKey, revision: board.revision });
    for (const cell of board.changed) changes.taskInstances.push(cellChange(cell, cell));
    for (const { cell, ...state } of board.superseded) {
      changes.attempts.push({ ...cellChange(cell, state), a: state.attemptId });
    }
    for (const { cell, key, value } of board.xcoms) {
      changes.xcoms.push({ r: dagRunKey, t: cell.task.taskId, m: cell.mapIndex, k: key, v: value });
    }
    for (const cell of board.xcomResets)
      changes.xcomResets.push({ r: dagRunKey, t: cell.task.taskId, m: cell.mapIndex });
    if (board.isRunChanged) {
      const { state, startedAt, finishedAt, reason } = board;
      changes.runStates.push({ id: dagRunKey, state, started_at: startedAt, finished_at: finishedAt, reason });
    }
  }
  for (const { row, reason } of waiting) {
    const { dagRunKey: id, revision } = row;
    if (!created.has(id)) changes.runs.push({ id, revision });
    changes.runStates.push({ id, state: 'queued', started_at: null, finished_at: null, reason });
  }
  for (const dag of dags) {
    if (dag.isPlanChanged) changes.plans.push(planChange(dag));
    if (dag.isStreakChanged) changes.streaks.push(streakChange(dag));
  }
  return changes;
}

export function isEmpty(changes: TurnChanges): boolean {
  return Object.entries(changes).every(([name, rows]) => name === 'runs' || rows.length === 0);
}

/** `state` is the cell itself, or an earlier state of it that goes to history. */
function cellChange(cell: Cell, state: CellState): TaskInstanceChange {
  return {
    r: cell.board.facts.dagRunKey,
    t: cell.task.taskId,
    m: cell.mapIndex,
    s: state.state,
    n: state.tryNumber,
    x: state.maxTries,
    l: state.lostAttempts === 0 ? undefined : state.lostAttempts,
    a: state.attemptId,
    y: state.reason,
    d: state.dependenciesMetAt,
    c: state.scheduledAt,
    q: state.queuedAt,
    h: state.handedOverAt,
    b: state.startedAt,
    f: state.finishedAt,
    e: state.nextTryAt,
    w: state.worker,
    u: state.cpuMs,
    p: state.peakMemoryMb,
    o: state.error,
    z: state.rendered,
  };
}

function planChange(dag: OwnedDag): PlanChange {
  const { next } = dag;
  return {
    dag_id: dag.dagId,
    next_run_after: next?.runAfterAt ?? null,
    next_logical_date: next?.logicalDateAt ?? null,
    next_interval_start: next?.dataInterval.startAt ?? null,
    next_interval_end: next?.dataInterval.endAt ?? null,
    next_run_basis: dag.planBasis,
  };
}

function streakChange(dag: OwnedDag): TurnChanges['streaks'][number] {
  const limit = dag.plan?.dag.maxConsecutiveFailedRuns ?? 0;
  const pause = limit > 0 && dag.consecutiveFailedRuns >= limit;
  return { dag_id: dag.dagId, consecutive_failed_runs: dag.consecutiveFailedRuns, pause };
}
