/**
 * The decisions of one turn, over what the roster holds: no I/O but the loading of runs that start.
 *
 * It fills `touched` with the boards that changed and `chosen` with the cells that are to be handed over.
 */
import type { AttemptId, AttemptReport, DagRunKey, DagRunTrigger, JsonObject, RunId } from '@tradewind/model';
import type { NewRun, RunRow } from '@tradewind/store';
import { applyFinished, applyStarted } from '../decide/apply-report.ts';
import { endRunIfDone } from '../decide/end-run.ts';
import { judgeTouched, touchAll } from '../decide/judge-cells.ts';
import { scheduledRunId } from '../decide/plan-runs.ts';
import { limitKeys, type ReadyQueue, type Surroundings } from '../decide/ready-queue.ts';
import { type Cell, hasChanges, moveCell, type RunBoard } from '../decide/run-board.ts';
import type { SlotLedger } from '../decide/slot-ledger.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { OwnedDag } from './owned-dag.ts';
import type { Roster } from './roster.ts';

export interface TurnPorts {
  readonly roster: Roster;
  readonly ledger: SlotLedger;
  readonly ready: ReadyQueue;
  readonly dispatcher: Dispatcher;
  readonly newKey: () => DagRunKey;
  readonly newAttemptId: () => AttemptId;
}

/** A run that somebody asked for. */
export interface RunRequest {
  readonly runId: RunId;
  readonly triggeredBy: DagRunTrigger;
  readonly user: string | null;
  readonly logicalDateAt: number | null;
  readonly dataIntervalStartAt: number | null;
  readonly dataIntervalEndAt: number | null;
  readonly runAfterAt: number;
  readonly conf: JsonObject;
  readonly note: string | null;
}

export class Turn {
  readonly now: number;
  readonly touched = new Set<RunBoard>();
  readonly ended: RunBoard[] = [];
  readonly started: RunBoard[] = [];
  readonly newRuns: NewRun[] = [];
  readonly chosen: Cell[] = [];
  /** DAGs whose plan or streak may have changed. */
  readonly dags = new Set<OwnedDag>();
  /** Attempts to call off once the turn is committed. */
  readonly cancelled: AttemptId[] = [];
  readonly refused: AttemptId[] = [];
  readonly #ports: TurnPorts;

  constructor(ports: TurnPorts, now: number) {
    this.#ports = ports;
    this.now = now;
  }

  applyReport(report: AttemptReport): void {
    const { dispatcher } = this.#ports;
    const cell = dispatcher.cellOf(report.attemptId);
    if (cell === undefined || cell.attemptId !== report.attemptId || !cell.board.isCurrent) {
      if (report.kind === 'finished') dispatcher.settle(report.attemptId);
      this.refused.push(report.attemptId);
      return;
    }
    this.touched.add(cell.board);
    if (report.kind === 'started') return applyStarted(cell.board, cell, report);
    dispatcher.settle(report.attemptId);
    applyFinished(cell.board, cell, report);
  }

  /** Creates a run of the DAG's current version, queued. */
  createRun(dag: OwnedDag, request: RunRequest, runType: NewRun['runType']): NewRun | undefined {
    const { plan } = dag;
    if (plan === null) return undefined;
    const { user, ...asked } = request;
    const run: NewRun = {
      ...asked,
      dagRunKey: this.#ports.newKey(),
      dagId: dag.dagId,
      runType,
      triggeredByUser: user,
      dagVersionId: plan.versionId,
      queuedAt: this.now,
    };
    this.newRuns.push(run);
    this.#ports.roster.enqueue(rowOf(run), true);
    this.dags.add(dag);
    return run;
  }

  /** Creates the runs that the DAG's timetable wants by now, as many as may be active. */
  createDueRuns(dag: OwnedDag): void {
    const { plan } = dag;
    if (plan === null || dag.isPaused || !dag.isActive) return;
    for (let next = dag.next; next !== null && next.runAfterAt <= this.now; next = dag.next) {
      if (dag.activeRuns >= plan.dag.maxActiveRuns) return;
      const { startAt, endAt } = next.dataInterval;
      this.createRun(
        dag,
        {
          runId: scheduledRunId(next),
          triggeredBy: 'timetable',
          user: null,
          logicalDateAt: next.logicalDateAt,
          dataIntervalStartAt: startAt,
          dataIntervalEndAt: endAt,
          runAfterAt: next.runAfterAt,
          conf: {},
          note: null,
        },
        'scheduled',
      );
      dag.lastRun = { dataInterval: next.dataInterval, finishedAt: null };
      dag.replan(this.now);
    }
  }

  /** Starts queued runs whose time has come, oldest first, as many as may run. */
  async startQueuedRuns(dag: OwnedDag): Promise<void> {
    if (dag.isPaused || dag.queue.size === 0) return;
    for (const [key, { row }] of dag.queue) {
      if (row.runAfterAt > this.now) continue;
      const limit = (this.#ports.roster.planOf(dag, row) ?? dag.plan)?.dag.maxActiveRuns ?? 1;
      if (dag.boards.size >= limit) return;
      const board = await this.#ports.roster.start(dag, key, this.now);
      if (board === undefined) continue;
      board.isRunChanged = true;
      touchAll(board);
      this.started.push(board);
      this.touched.add(board);
    }
  }

  /** Judges every touched board until nothing follows; boards that end make room for queued runs. */
  async settle(): Promise<void> {
    const seen = new Set<RunBoard>();
    for (let open = [...this.touched]; open.length > 0; open = [...this.touched].filter((board) => !seen.has(board))) {
      for (const board of open) {
        seen.add(board);
        await this.#settleBoard(board, seen);
      }
    }
  }

  async #settleBoard(board: RunBoard, seen: Set<RunBoard>): Promise<void> {
    if (board.state !== 'running') return;
    judgeTouched(board, this.now);
    this.#queueReady(board);
    this.#freeSlots(board);
    if (board.plan.asksThePast) this.#touchFollowers(board, seen);
    if (!endRunIfDone(board, this.now)) return;
    this.finish(board);
    const dag = this.#ports.roster.dagOf(board);
    if (dag === undefined) return;
    this.createDueRuns(dag);
    await this.startQueuedRuns(dag);
  }

  /** What follows from the end of a run. */
  finish(board: RunBoard): void {
    const dag = this.#ports.roster.dagOf(board);
    this.#freeSlots(board);
    this.ended.push(board);
    if (dag === undefined) return;
    dag.boards.delete(board.facts.dagRunKey);
    this.dags.add(dag);
    const streak = board.state === 'failed' ? dag.consecutiveFailedRuns + 1 : 0;
    if (streak !== dag.consecutiveFailedRuns) {
      dag.consecutiveFailedRuns = streak;
      dag.isStreakChanged = true;
    }
    if (board.facts.runType === 'scheduled' && board.plan.dag.timetable.kind === 'continuous' && dag.lastRun !== null) {
      dag.lastRun = { ...dag.lastRun, finishedAt: this.now };
      dag.replan(this.now);
    }
  }

  /** Chooses what to queue, under all limits. */
  choose(isPaused: Surroundings['isPaused']): void {
    const { ready, ledger, dispatcher } = this.#ports;
    for (const name of [null, ...dispatcher.executorNames]) {
      const free = dispatcher.slots(name) ?? 0;
      if (free > 0) ready.release(limitKeys.executor(name), free);
    }
    const around: Surroundings = {
      hasFreeExecutor: () => dispatcher.hasFreeSlot(),
      executorSlots: (name) => dispatcher.slots(name),
      isPaused,
    };
    for (let cell = ready.next(ledger, around); cell !== undefined; cell = ready.next(ledger, around)) {
      cell.attemptId = this.#ports.newAttemptId();
      cell.queuedAt = this.now;
      cell.handedOverAt = null;
      cell.startedAt = null;
      cell.reason = null;
      cell.worker = null;
      cell.error = null;
      if (cell.tryNumber > 1) cell.board.xcomResets.add(cell);
      moveCell(cell.board, cell, 'queued');
      ledger.take(cell);
      dispatcher.reserve(cell);
      this.chosen.push(cell);
      this.touched.add(cell.board);
    }
  }

  /** Boards with something to write. */
  changedBoards(): RunBoard[] {
    return [...this.touched].filter((board) => hasChanges(board));
  }

  #queueReady(board: RunBoard): void {
    for (const cell of board.ready) this.#ports.ready.add(cell);
    board.ready.length = 0;
  }

  #freeSlots(board: RunBoard): void {
    const { ledger, ready, dispatcher } = this.#ports;
    if (board.freed.length === 0) return;
    for (const cell of board.freed) {
      ledger.free(cell);
      ready.release(limitKeys.pool(cell.pool), cell.task.poolSlots);
      if (cell.task.maxActiveTisPerDag !== null) {
        ready.release(limitKeys.task(board.facts.dagId, cell.task.taskId), 1);
      }
      if (cell.attemptId !== null && dispatcher.cellOf(cell.attemptId) === cell) this.cancelled.push(cell.attemptId);
    }
    ready.release(limitKeys.run(board), board.freed.length);
    board.freed.length = 0;
  }

  /** Tasks of the next run that wait for this one look again. */
  #touchFollowers(board: RunBoard, seen: Set<RunBoard>): void {
    const dag = this.#ports.roster.dagOf(board);
    for (const other of dag?.boards.values() ?? []) {
      if (other.previous?.dagRunKey !== board.facts.dagRunKey) continue;
      touchAll(other);
      this.touched.add(other);
      seen.delete(other);
    }
  }
}

function rowOf(run: NewRun): RunRow {
  const { dagRunKey, dagId, runId, runType, logicalDateAt, dataIntervalStartAt, dataIntervalEndAt, runAfterAt } = run;
  return {
    dagRunKey,
    dagId,
    runId,
    state: 'queued',
    runType,
    versionId: run.dagVersionId,
    logicalDateAt,
    dataIntervalStartAt,
    dataIntervalEndAt,
    runAfterAt,
    queuedAt: run.queuedAt,
    startedAt: null,
    finishedAt: null,
    conf: run.conf,
    clearNumber: 0,
    revision: 0,
  };
}
