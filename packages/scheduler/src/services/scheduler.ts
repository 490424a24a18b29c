/**
 * The scheduler: one loop that drains its inbox, decides, commits, and hands out work. `DESIGN.md` has the model, the
 * invariants S1… and the table of failures.
 *
 * One turn runs at a time. While its commit is under way, events gather for the next one, so that an idle system writes
 * at once and a busy one writes in batches, by itself.
 */
import { randomFillSync } from 'node:crypto';
import type { AttemptId, AttemptReport, DagId, DagRunKey, SchedulerId } from '@tradewind/model';
import { createUuidV7, wallClock } from '@tradewind/model';
import {
  type CommitConflict,
  commitTurn,
  type DatabaseConnection,
  isUnreachable,
  notifySchedulers,
  notifyWatchers,
  readPools,
  readWake,
  recountPools,
  WAKE_CHANNEL,
} from '@tradewind/store';
import { lose } from '../decide/apply-report.ts';
import { timeOutRun } from '../decide/end-run.ts';
import { ReadyQueue } from '../decide/ready-queue.ts';
import { markCommitted, type RunBoard } from '../decide/run-board.ts';
import { SlotLedger } from '../decide/slot-ledger.ts';
import type { SchedulerOptions } from '../options.ts';
import { DagNotRunnableError } from '../errors.ts';
import { Dispatcher } from './dispatcher.ts';
import type { SchedulerEvent } from './events.ts';
import { Inbox, type Trigger } from './inbox.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { OwnedDag } from './owned-dag.ts';
import { Roster } from './roster.ts';
import { TimerQueue } from './timer-queue.ts';
import { type RunRequest, Turn } from './turn.ts';
import { collectChanges, isEmpty } from './turn-changes.ts';

/** What a timer was set for. */
type Due =
  | { readonly kind: 'cell'; readonly board: RunBoard; readonly index: number }
  | { readonly kind: 'run_timeout'; readonly board: RunBoard }
  /** A planned run or a queued one with a later `run_after`. */
  | { readonly kind: 'dag'; readonly dagId: DagId };

/** Reports of starts wait this long for company, since nothing hangs on them. */
const START_REPORT_DELAY_MS = 15;
const WATCHERS_DELAY_MS = 50;
const LONGEST_RETRY_MS = 2_000;

export class Scheduler {
  readonly #options: Required<Omit<SchedulerOptions, 'onEvent'>> & Pick<SchedulerOptions, 'onEvent'>;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #ledger = new SlotLedger();
  readonly #timers: TimerQueue<Due>;
  readonly #roster: Roster;
  readonly #dispatcher: Dispatcher;
  readonly #lease: LeaseKeeper;
  readonly #changedRuns = new Set<DagRunKey>();
  #ready = new ReadyQueue();
  #inbox = new Inbox();
  #connection: DatabaseConnection | undefined;
  #listener: DatabaseConnection | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #safetyNet: NodeJS.Timeout | undefined;
  #startReports: NodeJS.Timeout | undefined;
  #watchers: NodeJS.Timeout | undefined;
  #loop: Promise<void> | undefined;
  #isWanted = false;
  #isStopping = false;
  #isStopped = false;
  #isEnded = false;

  constructor(options: SchedulerOptions) {
    this.#options = { now: wallClock, leaseMs: 15_000, heartbeatMs: 5_000, safetyNetMs: 60_000, ...options };
    this.#now = this.#options.now;
    this.#newId = createUuidV7({ now: Date.now, random: (bytes) => void randomFillSync(bytes) });
    this.#timers = new TimerQueue(this.#now, () => this.#wake());
    const { database } = options;
    this.#roster = new Roster({
      database,
      ledger: this.#ledger,
      now: this.#now,
      onUnusable: (dagId, message) => this.#emit({ kind: 'dagUnusable', dagId, message }),
    });
    this.#dispatcher = new Dispatcher(database, options.executors);
    const newId = (): SchedulerId => this.#newId() as SchedulerId;
    this.#lease = new LeaseKeeper(database, { leaseMs: this.#options.leaseMs, newId });
  }

  get id(): SchedulerId {
    return this.#lease.id;
  }

  /** Registers, takes over what dead schedulers left, and begins to work. */
  async start(): Promise<void> {
    await this.#dispatcher.start((reports) => this.#receive(reports));
    await this.#connect();
    await this.#begin();
    this.#heartbeat = setInterval(() => void this.#beat(), this.#options.heartbeatMs);
    this.#safetyNet = setInterval(() => this.#lookAgain(), this.#options.safetyNetMs);
    this.#wake();
    await this.#loop;
  }

  /** Stops handing out work, lets attempts end for `graceMs`, records what they report, and gives its DAGs back. */
  async stop({ graceMs }: { readonly graceMs: number } = { graceMs: 10_000 }): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    clearInterval(this.#heartbeat);
    clearInterval(this.#safetyNet);
    this.#timers.stop();
    await this.#dispatcher.stop(graceMs);
    this.#wake();
    await this.#loop;
    clearTimeout(this.#startReports);
    clearTimeout(this.#watchers);
    this.#isStopped = true;
    await Promise.allSettled([this.#connection?.close(), this.#listener?.close()]);
    const owned = [...this.#roster.dags.keys()];
    await this.#lease.end().catch(() => undefined);
    if (owned.length > 0) await notifySchedulers(this.#options.database, { kind: 'dag' }).catch(() => undefined);
    this.#emit({ kind: 'schedulerEnded', schedulerId: this.id, why: 'stopped' });
  }

  /**
   * Creates a run of a DAG that this scheduler owns, in the same commit that starts it. Resolves once it is durable.
   *
   * @throws {DagNotRunnableError} if the DAG is unknown here, or has no version that can run.
   */
  triggerRun(dagId: DagId, request: RunRequest): Promise<DagRunKey> {
    return new Promise((resolve, reject) => {
      this.#inbox.triggers.push({ dagId, request, resolve, reject });
      this.#wake();
    });
  }

  #emit(event: SchedulerEvent): void {
    this.#options.onEvent?.(event);
  }

  #receive(reports: readonly AttemptReport[]): void {
    let isUrgent = false;
    for (const report of reports) {
      this.#inbox.reports.push(report);
      isUrgent ||= report.kind === 'finished';
    }
    if (isUrgent) return this.#wake();
    this.#startReports ??= setTimeout(() => this.#wake(), START_REPORT_DELAY_MS);
  }

  #wake(): void {
    if (this.#isStopped) return;
    this.#isWanted = true;
    this.#loop ??= this.#run().finally(() => {
      this.#loop = undefined;
      if (this.#isWanted) this.#wake();
    });
  }

  async #run(): Promise<void> {
    // Whoever woke us may have more to say in this very tick.
    await Promise.resolve();
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#turnSafely();
    }
  }

  async #turnSafely(): Promise<void> {
    const inbox = this.#inbox;
    this.#inbox = new Inbox();
    clearTimeout(this.#startReports);
    this.#startReports = undefined;
    const turn = new Turn(this.#turnPorts(), this.#now());
    try {
      await this.#turn(inbox, turn);
    } catch (error) {
      this.#undo(inbox, turn);
      if (!isUnreachable(error)) throw error;
      await this.#waitForDatabase(error as Error);
      this.#isWanted = true;
    }
  }

  #turnPorts(): ConstructorParameters<typeof Turn>[0] {
    return {
      roster: this.#roster,
      ledger: this.#ledger,
      ready: this.#ready,
      dispatcher: this.#dispatcher,
      newKey: () => this.#newId() as DagRunKey,
      newAttemptId: () => this.#newId() as AttemptId,
    };
  }

  async #turn(inbox: Inbox, turn: Turn): Promise<void> {
    if (this.#isEnded) await this.#begin();
    const loaded = await this.#refresh(inbox, turn);
    await this.#adopt(loaded, turn);
    for (const report of inbox.reports) turn.applyReport(report);
    const triggered = this.#applyTriggers(inbox.triggers, turn);
    const due = this.#timers.takeDue(turn.now);
    for (const item of due) await this.#applyDue(item, turn);
    for (const dag of turn.dags) {
      turn.createDueRuns(dag);
      await turn.startQueuedRuns(dag);
    }
    await turn.settle();
    if (!this.#isStopping) turn.choose((dagId) => this.#roster.dags.get(dagId)?.isPaused ?? true);
    await this.#commit(turn, inbox, triggered);
  }

  /** Reads what notifications named. Returns the boards that were loaded. */
  async #refresh(inbox: Inbox, turn: Turn): Promise<readonly RunBoard[]> {
    const owner = this.#lease.id;
    if (inbox.mayClaim) this.#took(await this.#lease.claim(), inbox);
    if (inbox.arePoolsStale) await this.#loadPools();
    const loaded: RunBoard[] = [];
    if (inbox.dags === null || inbox.dags.size > 0) {
      const dags = await this.#roster.refreshDags(owner, inbox.dags === null ? null : [...inbox.dags]);
      for (const dag of dags) {
        turn.dags.add(dag);
        if (!dag.isPaused) this.#ready.releaseAll(`dag:${dag.dagId}`);
      }
    }
    if (inbox.runs.size > 0) loaded.push(...(await this.#roster.reloadRuns(owner, [...inbox.runs])));
    if (inbox.runsOf === null || inbox.runsOf.size > 0) {
      loaded.push(...(await this.#roster.refreshRunsOf(owner, inbox.runsOf === null ? null : [...inbox.runsOf])));
    }
    if (inbox.runs.size > 0 || inbox.runsOf === null || inbox.runsOf.size > 0) {
      for (const dag of this.#roster.dags.values()) if (dag.queue.size > 0) turn.dags.add(dag);
    }
    return loaded;
  }

  /** Binds loaded task instances to the executors that still hold them, and makes the lost ones again. */
  async #adopt(boards: readonly RunBoard[], turn: Turn): Promise<void> {
    for (const board of boards) turn.touched.add(board);
    const cells = boards.flatMap((board) => board.cells);
    const occupying = cells.filter(({ state }) => state === 'queued' || state === 'running' || state === 'restarting');
    const lost = await this.#dispatcher.adopt(occupying);
    for (const cell of lost) lose(cell.board, cell);
    for (const cell of occupying) {
      if (cell.state === 'restarting' && cell.attemptId !== null) this.#dispatcher.cancel(cell.attemptId, true);
    }
    for (const cell of cells) {
      if (cell.state === 'scheduled' && cell.board.isCurrent && !lost.includes(cell)) this.#ready.add(cell);
      if (cell.nextTryAt !== null) this.#timers.add(cell.nextTryAt, { kind: 'cell', board: cell.board, index: cell.index });
    }
    for (const board of boards) this.#watchTimeout(board);
    this.#dispatcher.cancelOrphans((attemptId, cell) => cell.board.isCurrent && cell.attemptId === attemptId);
    this.#sayLost(lost.map(({ board, task }) => ({ board, taskId: task.taskId })));
  }

  #sayLost(lost: readonly { readonly board: RunBoard; readonly taskId: RunBoard['cells'][number]['task']['taskId'] }[]): void {
    for (const board of new Set(lost.map((one) => one.board))) {
      const { dagId, runId } = board.facts;
      const taskIds = lost.filter((one) => one.board === board).map(({ taskId }) => taskId);
      this.#emit({ kind: 'attemptsLost', dagId, runId, taskIds });
    }
  }

  #applyTriggers(triggers: readonly Trigger[], turn: Turn): Map<DagRunKey, Trigger> {
    const created = new Map<DagRunKey, Trigger>();
    for (const trigger of triggers) {
      const dag = this.#roster.dags.get(trigger.dagId);
      const run = dag === undefined ? undefined : turn.createRun(dag, trigger.request, 'manual');
      if (run === undefined) trigger.reject(new DagNotRunnableError(trigger.dagId));
      else created.set(run.dagRunKey, trigger);
    }
    return created;
  }

  async #applyDue(due: Due, turn: Turn): Promise<void> {
    if (due.kind === 'dag') {
      const dag = this.#roster.dags.get(due.dagId);
      if (dag !== undefined) turn.dags.add(dag);
      return;
    }
    const { board } = due;
    if (!board.isCurrent || board.state !== 'running') return;
    turn.touched.add(board);
    if (due.kind === 'cell') {
      board.touched.push(due.index);
      return;
    }
    timeOutRun(board, turn.now);
    turn.finish(board);
  }

  async #commit(turn: Turn, inbox: Inbox, triggered: ReadonlyMap<DagRunKey, Trigger>): Promise<void> {
    const dags = [...turn.dags];
    const boards = turn.changedBoards();
    const changes = collectChanges({ boards, newRuns: turn.newRuns, dags, ledger: this.#ledger });
    for (const attemptId of turn.refused) this.#emit({ kind: 'reportRefused', attemptId });
    if (isEmpty(changes)) return this.#afterTurn(turn, []);
    const startedAt = performance.now();
    const result = await commitTurn(this.#commitConnection(), this.#lease.id, changes);
    if (result.kind === 'conflict') return this.#resolveConflict(result.conflict, inbox, turn);
    const commitMs = performance.now() - startedAt;
    this.#emit({ kind: 'turnCommitted', taskInstances: changes.taskInstances.length, runs: boards.length, commitMs });
    this.#settleNewRuns(turn, new Set(result.createdRuns), triggered);
    for (const dag of dags) {
      dag.isPlanChanged = false;
      dag.isStreakChanged = false;
    }
    for (const board of boards) markCommitted(board);
    await this.#afterTurn(turn, boards);
  }

  /** A run whose id exists already was left out by the database: forget it here too. */
  #settleNewRuns(turn: Turn, created: ReadonlySet<DagRunKey>, triggered: ReadonlyMap<DagRunKey, Trigger>): void {
    for (const { dagRunKey, dagId, runId } of turn.newRuns) {
      const trigger = triggered.get(dagRunKey);
      if (created.has(dagRunKey)) {
        this.#emit({ kind: 'runCreated', dagId, runId, dagRunKey });
        trigger?.resolve(dagRunKey);
        continue;
      }
      this.#roster.dropRun(dagRunKey, dagId);
      trigger?.reject(new DagNotRunnableError(dagId, `a run "${runId}" exists already`));
      this.#inbox.arePoolsStale = true;
    }
  }

  async #afterTurn(turn: Turn, boards: readonly RunBoard[]): Promise<void> {
    for (const attemptId of turn.cancelled) this.#dispatcher.cancel(attemptId, false);
    for (const board of turn.started) this.#announceStart(board);
    for (const dag of turn.dags) this.#watchDag(dag);
    for (const board of boards) {
      for (const cell of board.cells.length > 200 ? [] : board.cells) this.#watchRetry(cell, turn.now);
      this.#changedRuns.add(board.facts.dagRunKey);
    }
    for (const board of turn.ended) this.#announceEnd(board);
    this.#tellWatchers();
    const chosen = turn.chosen.filter((cell) => cell.board.isCurrent);
    await this.#dispatcher.handOver(chosen, this.#now);
  }

  #watchRetry(cell: RunBoard['cells'][number], now: number): void {
    if (cell.state !== 'up_for_retry' || cell.nextTryAt === null || cell.nextTryAt <= now) return;
    this.#timers.add(cell.nextTryAt, { kind: 'cell', board: cell.board, index: cell.index });
  }

  #watchDag(dag: OwnedDag): void {
    const { next } = dag;
    if (next !== null && !dag.isPaused) this.#timers.add(next.runAfterAt, { kind: 'dag', dagId: dag.dagId });
    for (const { row } of dag.queue.values()) {
      if (row.runAfterAt > this.#now()) this.#timers.add(row.runAfterAt, { kind: 'dag', dagId: dag.dagId });
    }
  }

  #watchTimeout(board: RunBoard): void {
    const limit = board.plan.dag.dagRunTimeoutMs;
    if (limit !== null) this.#timers.add(board.startedAt + limit, { kind: 'run_timeout', board });
  }

  #announceStart(board: RunBoard): void {
    this.#watchTimeout(board);
    const { dagId, runId, dagRunKey } = board.facts;
    this.#emit({ kind: 'runStarted', dagId, runId, dagRunKey });
  }

  #announceEnd(board: RunBoard): void {
    const { dagId, runId, dagRunKey } = board.facts;
    const durationMs = (board.finishedAt ?? this.#now()) - board.startedAt;
    this.#roster.dropBoard(board);
    this.#emit({ kind: 'runFinished', dagId, runId, dagRunKey, state: board.state, durationMs });
  }

  #tellWatchers(): void {
    if (this.#changedRuns.size === 0 || this.#watchers !== undefined) return;
    this.#watchers = setTimeout(() => {
      this.#watchers = undefined;
      const runs = [...this.#changedRuns];
      this.#changedRuns.clear();
      notifyWatchers(this.#options.database, runs).catch(() => undefined);
    }, WATCHERS_DELAY_MS);
  }

  /** Nothing was written: what this turn touched is loaded again, and its events are applied again. */
  #undo(inbox: Inbox, turn: Turn): void {
    const created = new Set(turn.newRuns.map(({ dagRunKey }) => dagRunKey));
    for (const board of turn.touched) this.#roster.dropBoard(board);
    for (const { dagRunKey, dagId } of turn.newRuns) this.#roster.dropRun(dagRunKey, dagId);
    this.#dispatcher.clearReservations();
    const again = this.#inbox;
    again.reports.unshift(...inbox.reports);
    again.triggers.unshift(...inbox.triggers);
    if (inbox.dags === null) again.dags = null;
    else again.addDags([...inbox.dags]);
    again.addDags([...turn.dags].map(({ dagId }) => dagId));
    for (const { dagId } of turn.newRuns) again.addDags([dagId]);
    for (const key of inbox.runs) again.runs.add(key);
    for (const board of turn.touched) if (!created.has(board.facts.dagRunKey)) again.runs.add(board.facts.dagRunKey);
    if (inbox.runsOf === null) again.runsOf = null;
    else again.addRunsOf([...inbox.runsOf]);
    again.mayClaim ||= inbox.mayClaim;
    again.arePoolsStale = true;
  }

  #resolveConflict(conflict: CommitConflict, inbox: Inbox, turn: Turn): void {
    this.#emit({ kind: 'turnRefused', why: conflict.kind });
    this.#undo(inbox, turn);
    if (conflict.kind === 'runs') for (const key of conflict.runs) this.#inbox.runs.add(key);
    if (conflict.kind === 'ended') this.#endLife();
    this.#isWanted = true;
  }

  /** Another scheduler has ended this one: everything that it held belongs to somebody else. */
  #endLife(): void {
    this.#emit({ kind: 'schedulerEnded', schedulerId: this.id, why: 'taken_over' });
    this.#isEnded = true;
    this.#dispatcher.cancelAll();
    this.#roster.dropAll();
    this.#ready = new ReadyQueue();
    for (const { reject, dagId } of this.#inbox.triggers) reject(new DagNotRunnableError(dagId));
    this.#inbox = new Inbox();
  }

  /** Begins a life: a new id, what the dead left, what is free. */
  async #begin(): Promise<void> {
    await this.#lease.register();
    this.#isEnded = false;
    this.#emit({ kind: 'schedulerStarted', schedulerId: this.id });
    const { ended, claimed } = await this.#lease.survey();
    if (ended.length > 0) this.#emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
    const corrected = await recountPools(this.#options.database);
    if (corrected.length > 0) this.#emit({ kind: 'poolsCorrected', pools: corrected });
    await this.#loadPools();
    this.#took(claimed, this.#inbox);
  }

  #took(claimed: readonly DagId[], inbox: Inbox): void {
    if (claimed.length === 0) return;
    this.#emit({ kind: 'dagsClaimed', dagIds: claimed });
    inbox.addDags(claimed);
    inbox.addRunsOf(claimed);
  }

  async #loadPools(): Promise<void> {
    this.#ledger.loadPools(await readPools(this.#options.database));
    this.#ready.releaseAll('pool:');
  }

  async #beat(): Promise<void> {
    if (this.#isEnded || this.#isStopping) return;
    try {
      const { isAlive, ended, claimed } = await this.#lease.survey();
      if (!isAlive) {
        this.#endLife();
        return this.#wake();
      }
      if (ended.length > 0) this.#emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
      this.#took(claimed, this.#inbox);
      await this.#giveBack();
      if (claimed.length > 0) this.#wake();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
    }
  }

  /** DAGs without work that another scheduler should own. */
  async #giveBack(): Promise<void> {
    const soon = this.#now() + 2 * this.#options.heartbeatMs;
    const idle = [...this.#roster.dags.values()].filter(
      (dag) => !dag.hasWork && (dag.next?.runAfterAt ?? soon) >= soon && !this.#lease.isTarget(dag.dagId),
    );
    if (idle.length === 0) return;
    const dagIds = idle.map(({ dagId }) => dagId);
    for (const dagId of dagIds) this.#roster.dropDag(dagId);
    await this.#lease.release(dagIds);
    await notifySchedulers(this.#options.database, { kind: 'dag', dagIds });
    this.#emit({ kind: 'dagsReleased', dagIds });
  }

  /** The safety net under notifications. */
  #lookAgain(): void {
    this.#inbox.dags = null;
    this.#inbox.runsOf = null;
    this.#inbox.arePoolsStale = true;
    this.#inbox.mayClaim = true;
    this.#wake();
  }

  #commitConnection(): DatabaseConnection {
    if (this.#connection === undefined) throw new Error('the scheduler is not connected');
    return this.#connection;
  }

  async #connect(): Promise<void> {
    await Promise.allSettled([this.#connection?.close(), this.#listener?.close()]);
    this.#connection = await this.#options.database.connect();
    const listener = await this.#options.database.connect();
    this.#listener = listener;
    listener.client.on('notification', ({ payload }) => this.#hear(payload ?? ''));
    await listener.client.query(`listen ${WAKE_CHANNEL}`);
    void listener.ended.then(() => this.#relisten(listener));
  }

  /** A listener that lost its connection has missed notifications. */
  async #relisten(lost: DatabaseConnection): Promise<void> {
    if (this.#isStopping || this.#listener !== lost) return;
    this.#lookAgain();
  }

  #hear(payload: string): void {
    const wake = readWake(payload);
    if (wake.kind === 'pool') this.#inbox.arePoolsStale = true;
    if (wake.kind === 'dag') {
      this.#inbox.addDags(wake.dagIds);
      this.#inbox.mayClaim = true;
    }
    if (wake.kind === 'run') {
      for (const key of wake.runs ?? []) this.#inbox.runs.add(key);
      if (wake.runs === undefined) this.#inbox.addRunsOf(wake.dagIds);
    }
    this.#wake();
  }

  /** Waits until the database answers again, connects anew, and looks at everything that it may have missed. */
  async #waitForDatabase(cause: Error): Promise<void> {
    const since = performance.now();
    this.#emit({ kind: 'databaseAway', message: cause.message });
    for (let delay = 20; ; delay = Math.min(delay * 2, LONGEST_RETRY_MS)) {
      if (this.#isStopping && performance.now() - since > LONGEST_RETRY_MS) throw cause;
      await new Promise((resolve) => setTimeout(resolve, delay));
      try {
        await this.#connect();
        break;
      } catch (error) {
        if (!isUnreachable(error)) throw error;
      }
    }
    this.#emit({ kind: 'databaseBack', afterMs: performance.now() - since });
    this.#lookAgain();
  }
}
