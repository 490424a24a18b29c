/**
 * The decisions of one turn, over what the roster holds: no I/O but the loading of runs that start.
 *
 * It fills `touched` with the boards that changed and `chosen` with the cells that are to be handed over.
 */
import { type AttemptId, type AttemptReport, type DagRunKey, type PoolName, scheduledRunId } from '@tradewind/model';
import type { NewRun } from '@tradewind/store';
import { applyFinished, applyStarted } from '../decide/apply-report.ts';
import { endRunIfDone, timeOutRun } from '../decide/end-run.ts';
import { judgeTouched, touchAll } from '../decide/judge-cells.ts';
import { limitKeys } from '../decide/limits.ts';
import { pastOf } from '../decide/past.ts';
import type { QueueSurroundings, ReadyQueue } from '../decide/ready-queue.ts';
import { type Cell, hasChanges, moveCell, type RunBoard } from '../decide/run-board.ts';
import type { SlotLedger } from '../decide/slot-ledger.ts';
import { whyQueued } from '../decide/why-queued.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { Trigger } from './inbox.ts';
import type { OwnedDag, QueuedRun } from './owned-dag.ts';
import type { Roster } from './roster.ts';
import { blaming } from './run-fault.ts';
import { type RunRequest, rowOf } from './run-request.ts';
import type { Due } from './watches.ts';

export interface TurnPorts {
  readonly roster: Roster;
  readonly ledger: SlotLedger;
  readonly ready: ReadyQueue;
  readonly dispatcher: Dispatcher;
  readonly maxInfraRetries: number;
  readonly newKey: () => DagRunKey;
  readonly newAttemptId: () => AttemptId;
}

export class Turn {
  readonly now: number;
  readonly touched: Set<RunBoard> = new Set();
  readonly ended: RunBoard[] = [];
  readonly started: RunBoard[] = [];
  readonly newRuns: NewRun[] = [];
  /** Those of `newRuns` that somebody in this process waits for. */
  readonly triggered: Map<DagRunKey, Trigger> = new Map();
  /** Queued runs whose reason to wait changed. */
  readonly waiting: Map<QueuedRun, OwnedDag> = new Map();
  readonly chosen: Cell[] = [];
  /** DAGs whose plan or streak may have changed. */
  readonly dags: Set<OwnedDag> = new Set();
  /** Attempts to call off once the turn is committed. */
  readonly cancelled: AttemptId[] = [];
  readonly refused: AttemptId[] = [];
  /** Timers that this turn took. */
  readonly due: Due[] = [];
  /** The run that is let in on trial. */
  suspect: DagRunKey | null = null;
  /** Attempts whose end was reported: nothing of them is left once the turn is committed. */
  readonly settled: Set<AttemptId> = new Set();
  /** True once the commit went through, so that undoing means no more than loading again. */
  isCommitted = false;
  readonly #ports: TurnPorts;

  constructor(ports: TurnPorts, now: number) {
    this.#ports = ports;
    this.now = now;
  }

  applyReport(report: AttemptReport): void {
    const { dispatcher, maxInfraRetries } = this.#ports;
    const { attemptId } = report;
    const cell = dispatcher.cellOf(attemptId);
    if (cell === undefined || cell.attemptId !== attemptId || !cell.board.isCurrent) return this.#refuse(report);
    const { board } = cell;
    this.touched.add(board);
    blaming(board, () => {
      if (report.kind === 'started') return applyStarted(board, cell, report);
      if (!applyFinished(board, cell, report, maxInfraRetries)) return this.#refuse(report);
      this.settled.add(attemptId);
    });
  }

  #refuse({ kind, attemptId }: AttemptReport): void {
    if (kind === 'finished') this.settled.add(attemptId);
    this.refused.push(attemptId);
  }

  /** Creates a run of the DAG's current version, queued. Undefined when the DAG cannot run. */
  createRun(
    dag: OwnedDag,
    request: RunRequest,
    runType: NewRun['runType'],
    key: DagRunKey = this.#ports.newKey(),
  ): NewRun | undefined {
    const { plan } = dag;
    if (plan === null || !dag.isActive) return undefined;
    const { user, ...asked } = request;
    const run: NewRun = {
      ...asked,
      dagRunKey: key,
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
    if (dag.plan === null || dag.isPaused || !dag.isActive) return;
    for (let next = dag.next; next !== null && next.runAfterAt <= this.now; next = dag.next) {
      if (dag.isFull) return;
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
    if (dag.isPaused || !dag.isActive || dag.queue.size === 0) return;
    dag.sortQueue();
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

  /** The time of a run is over. */
  timeOut(board: RunBoard): void {
    this.touched.add(board);
    blaming(board, () => timeOutRun(board, this.now));
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
    for (const dag of this.dags) this.#explainQueue(dag);
  }

  async #settleBoard(board: RunBoard, seen: Set<RunBoard>): Promise<void> {
    if (board.state !== 'running') return;
    const hasEnded = blaming(board, () => this.#judge(board, seen));
    const dag = hasEnded ? this.#ports.roster.dagOf(board) : undefined;
    if (dag === undefined) return;
    this.createDueRuns(dag);
    await this.startQueuedRuns(dag);
  }

  /** Returns whether the run ended. */
  #judge(board: RunBoard, seen: Set<RunBoard>): boolean {
    judgeTouched(board, this.now);
    this.#queueReady(board);
    this.#freeSlots(board);
    const hasEnded = endRunIfDone(board, this.now);
    this.#touchFollowers(board, seen);
    if (hasEnded) this.#finish(board);
    return hasEnded;
  }

  /** What follows from the end of a run. */
  #finish(board: RunBoard): void {
    const dag = this.#ports.roster.dagOf(board);
    this.ended.push(board);
    if (dag === undefined) return;
    dag.boards.delete(board.facts.dagRunKey);
    dag.ended.add(board);
    this.dags.add(dag);
    const streak = board.state === 'failed' ? dag.consecutiveFailedRuns + 1 : 0;
    if (streak !== dag.consecutiveFailedRuns) {
      dag.consecutiveFailedRuns = streak;
      dag.isStreakChanged = true;
    }
    const most = dag.plan?.dag.maxConsecutiveFailedRuns ?? 0;
    if (most > 0 && streak >= most) dag.isPaused = true;
    if (board.facts.runType === 'scheduled' && board.plan.dag.timetable.kind === 'continuous' && dag.lastRun !== null) {
      dag.lastRun = { ...dag.lastRun, finishedAt: this.now };
      dag.replan(this.now);
    }
  }

  /** Chooses what to queue, under all limits. */
  choose(isPaused: QueueSurroundings['isPaused']): void {
    const { ready, ledger, dispatcher } = this.#ports;
    for (const { name, queue, free } of dispatcher.exhausted()) {
      if (free > 0) ready.release(limitKeys.executor(name, queue), free);
    }
    const around: QueueSurroundings = {
      hasFreeExecutor: () => dispatcher.hasFreeSlot(),
      executorSlots: (name, queue) => dispatcher.slots(name, queue),
      isServed: (name, queue) => dispatcher.isServed(name, queue),
      isPaused,
      onBlocked: ({ board }) => void this.touched.add(board),
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
    const freed = new Map<PoolName, number>();
    for (const cell of board.freed) {
      const { attemptId, pool, task } = cell;
      ledger.free(cell);
      freed.set(pool, (freed.get(pool) ?? 0) + task.poolSlots);
      if (task.maxActiveTisPerDag !== null) ready.release(limitKeys.task(board.facts.dagId, task.taskId), 1);
      const isHeld = attemptId !== null && dispatcher.cellOf(attemptId) === cell;
      if (isHeld && !this.settled.has(attemptId)) this.cancelled.push(attemptId);
    }
    for (const [pool, slots] of freed) ready.releasePool(pool, ledger.poolOpen(pool), slots);
    ready.release(limitKeys.run(board), board.freed.length);
    board.freed.length = 0;
  }

  /** Tasks of the next run that wait for this one look again. */
  #touchFollowers(board: RunBoard, seen: Set<RunBoard>): void {
    const dag = this.#ports.roster.dagOf(board);
    if (dag === undefined || !(board.plan.asksThePast || dag.plan?.asksThePast === true)) return;
    for (const other of dag.boards.values()) {
      if (other === board || other.previous?.dagRunKey !== board.facts.dagRunKey) continue;
      // The board is dropped when the turn is over; what is left of it is how it went.
      if (board.state !== 'running') other.previous = pastOf(board);
      touchAll(other);
      this.touched.add(other);
      seen.delete(other);
    }
  }

  /** Records why queued runs wait, where that changed. */
  #explainQueue(dag: OwnedDag): void {
    for (const key of dag.unexplained) {
      const queued = dag.queue.get(key);
      if (queued === undefined) continue;
      const why = whyQueued(standingOf(dag), queued.row.runAfterAt, this.now);
      if (queued.reason?.code === why.code) continue;
      queued.reason = why;
      this.waiting.set(queued, dag);
    }
    dag.unexplained.clear();
  }
}

function standingOf({ isPaused, isActive, plan }: OwnedDag): Parameters<typeof whyQueued>[0] {
  return { isPaused, isActive, isUsable: plan !== null, maxActiveRuns: plan?.dag.maxActiveRuns ?? 0 };
}
