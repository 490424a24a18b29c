/** Runs one run with the scheduler's decisions and real worker processes, and records nothing. */
import { randomUUID } from 'node:crypto';
import {
  type AttemptId,
  type AttemptReport,
  type DagRunState,
  decodeValue,
  type Workload,
  wallClock,
} from '@tradewind/model';
import {
  applyFinished,
  applyStarted,
  type Cell,
  endRunIfDone,
  endUnfinished,
  judgeTouched,
  moveCell,
  type RunBoard,
  touchAll,
} from '@tradewind/scheduler/decide';
import type { Supervisor } from '@tradewind/worker';
import type { TestObserver } from './observer.ts';

export interface BoardRun {
  readonly board: RunBoard;
  readonly supervisor: Supervisor;
  readonly observer: TestObserver;
  readonly signal: AbortSignal;
}

/** Retries follow at once: whoever tests does not want to wait for them. */
export async function runBoard({ board, supervisor, observer, signal }: BoardRun): Promise<DagRunState> {
  const { promise, resolve } = Promise.withResolvers<DagRunState>();
  const live = new Map<AttemptId, Cell>();
  const step = (): void => {
    judgeTouched(board, Number.POSITIVE_INFINITY);
    const workloads = board.ready.splice(0).map((cell) => queue(cell, live));
    tellChanges(board, observer);
    if (workloads.length > 0) supervisor.run(workloads);
    if (endRunIfDone(board, wallClock())) resolve(board.state);
  };
  await supervisor.start((reports) => {
    for (const report of reports) apply(report, live, observer);
    step();
  });
  signal.addEventListener('abort', () => {
    endUnfinished(board, wallClock(), 'run_failed', 'interrupted');
    for (const attemptId of live.keys()) supervisor.cancel(attemptId, 'cancelled');
    resolve('failed');
  });
  touchAll(board);
  step();
  return promise;
}

function queue(cell: Cell, live: Map<AttemptId, Cell>): Workload {
  const attemptId = randomUUID() as string as AttemptId;
  cell.attemptId = attemptId;
  cell.queuedAt = wallClock();
  moveCell(cell.board, cell, 'queued');
  live.set(attemptId, cell);
  const { board, task } = cell;
  const inputs = task.inputs.flatMap((taskId) => {
    const value = board.results.get(board.plan.graph.indexOf(taskId));
    return value === undefined ? [] : [[taskId, value] as const];
  });
  return {
    attemptId,
    taskId: task.taskId,
    mapIndex: cell.mapIndex,
    tryNumber: cell.tryNumber,
    maxTries: cell.maxTries,
    run: board.facts,
    code: board.plan.code,
    inputs: Object.fromEntries(inputs),
    executionTimeoutMs: task.executionTimeoutMs,
    isolation: task.isolation,
    memoryLimitMb: task.memoryLimitMb,
    queue: task.queue,
    priority: cell.priority,
  };
}

function apply(report: AttemptReport, live: Map<AttemptId, Cell>, observer: TestObserver): void {
  const cell = live.get(report.attemptId);
  if (cell === undefined) return;
  const { taskId } = cell.task;
  if (report.kind === 'started') return applyStarted(cell.board, cell, report);
  live.delete(report.attemptId);
  if (report.outcome.kind === 'success' && report.outcome.result !== undefined) {
    observer.returned({ taskId, mapIndex: cell.mapIndex, value: decodeValue(report.outcome.result) });
  }
  applyFinished(cell.board, cell, report);
}

function tellChanges(board: RunBoard, observer: TestObserver): void {
  for (const { task, mapIndex, state, tryNumber } of board.changed) {
    observer.taskChanged({ taskId: task.taskId, mapIndex, state, tryNumber });
  }
  board.changed.clear();
}
