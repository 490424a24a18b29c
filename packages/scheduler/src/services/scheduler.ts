/**
 * The scheduler: one loop that drains its inbox, decides, commits, and hands out work. `DESIGN.md` has the model, the
 * invariants S1… and the table of failures.
 *
 * One turn runs at a time. While its commit is under way, events gather for the next one, so that an idle system writes
 * at once and a busy one writes in batches, by itself.
 */
import { randomFillSync } from 'node:crypto';
import type { AttemptId, AttemptReport, DagId, DagRunKey, PoolName, SchedulerId } from '@tradewind/model';
import { createUuidV7, wallClock } from '@tradewind/model';
import {
  type CommitConflict,
  commitTurn,
  findDagRunByKey,
  isUnreachable,
  notifySchedulers,
  notifyWatchers,
  readPools,
  readWake,
  recountPools,
  wantPools,
} from '@tradewind/store';
import { lose } from '../decide/lose-attempt.ts';
import { ReadyQueue } from '../decide/ready-queue.ts';
import { type Cell, markCommitted, type RunBoard } from '../decide/run-board.ts';
import { SlotLedger } from '../decide/slot-ledger.ts';
import { DagNotRunnableError } from '../errors.ts';
import { resolveOptions, type SchedulerOptions } from '../options.ts';
import { DatabaseLink } from './database-link.ts';
import { Dispatcher } from './dispatcher.ts';
import type { SchedulerEvent } from './events.ts';
import { Inbox, type Trigger } from './inbox.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { Quarantine } from './quarantine.ts';
import { Roster } from './roster.ts';
import { RunFault } from './run-fault.ts';
import type { RunRequest } from './run-request.ts';
import { Turn } from './turn.ts';
import { collectChanges, isEmpty } from './turn-changes.ts';
import { type Due, Watches } from './watches.ts';

/** Reports of starts wait this long for company, since nothing hangs on them. */
const START_REPORT_DELAY_MS = 15;
const WATCHERS_DELAY_MS = 50;
const SHORTEST_RETRY_MS = 20;
const LONGEST_RETRY_MS = 2_000;

export class Scheduler {
  readonly #options: ReturnType<typeof resolveOptions>;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #ledger = new SlotLedger();
  readonly #watches: Watches;
  readonly #roster: Roster;
  readonly #dispatcher: Dispatcher;
  readonly #lease: LeaseKeeper;
  readonly #link: DatabaseLink;
  readonly #quarantine = new Quarantine();
  readonly #changedRuns = new Set<DagRunKey>();
  /** Pools for whose slots this scheduler asked the others. */
  readonly #wantedPools = new Set<PoolName>();
  #ready = new ReadyQueue();
  #inbox = new Inbox();
  #heartbeat: NodeJS.Timeout | undefined;
  #safetyNet: NodeJS.Timeout | undefined;
  #startReports: NodeJS.Timeout | undefined;
  #watchers: NodeJS.Timeout | undefined;
  #loop: Promise<void> | undefined;
  #beating: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;
  #endPause: (() => void) | undefined;
  /** Turns in a row that failed through nobody's known fault. */
  #failures = 0;
  #isWanted = false;
  #isStopped = false;
  /** Registered, and to its knowledge not ended. */
  #isAlive = false;
  #isTakenOver = false;

  constructor(options: SchedulerOptions) {
    this.#options = resolveOptions(options, wallClock);
    this.#now = this.#options.now;
    this.#newId = createUuidV7({ now: Date.now, random: (bytes) => void randomFillSync(bytes) });
    this.#watches = new Watches(this.#now, () => this.#wake());
    const { database, executors, leaseMs } = this.#options;
    this.#roster = new Roster({
      database,
      ledger: this.#ledger,
      now: this.#now,
      isHeldBack: (key) => this.#quarantine.isHeld(key),
      onUnusable: (dagId, message) => this.#emit({ kind: 'dagUnusable', dagId, message }),
      onDropped: (board) => this.#ready.forget(board),
    });
    this.#dispatcher = new Dispatcher(database, executors);
    this.#lease = new LeaseKeeper(database, { leaseMs, newId: () => this.#newId() as SchedulerId });
    this.#link = new DatabaseLink({
      database,
      onNotification: (payload) => this.#hear(payload),
      onLost: () => this.#lookAgain(),
    });
  }

  get id(): SchedulerId {
    return this.#lease.id;
  }

  /**
   * Registers, takes over what dead schedulers left, and begins to work.
   *
   * @throws {DatabaseUnreachableError} if the database is away. Later on the scheduler waits for it.
   */
  async start(): Promise<void> {
    await this.#dispatcher.start(
      (reports) => this.#receive(reports),
      () => this.#wake(),
    );
    await this.#link.open();
    this.#heartbeat = setInterval(() => this.#beat(), this.#options.heartbeatMs);
    this.#safetyNet = setInterval(() => this.#lookAgain(), this.#options.safetyNetMs);
    this.#wake();
    await this.#loop;
  }

  /** Stops handing out work, lets attempts end for `graceMs`, records what they report, and gives its DAGs back. */
  stop({ graceMs }: { readonly graceMs: number } = { graceMs: 10_000 }): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    clearInterval(this.#safetyNet);
    this.#watches.stop();
    // The lease is renewed meanwhile, so that nobody takes over what still runs.
    await this.#dispatcher.stop(graceMs);
    clearInterval(this.#heartbeat);
    this.#endPause?.();
    this.#wake();
    await this.#loop;
    await this.#beating;
    this.#isStopped = true;
    clearTimeout(this.#startReports);
    clearTimeout(this.#watchers);
    this.#link.close();
    for (const { dagId, reject } of this.#inbox.triggers)
      reject(new DagNotRunnableError(dagId, 'the scheduler has stopped'));
    const { database } = this.#options;
    await this.#lease.end().catch(() => undefined);
    if (this.#roster.dags.size > 0) await notifySchedulers(database, { kind: 'dag' }).catch(() => undefined);
    this.#emit({ kind: 'schedulerEnded', schedulerId: this.id, why: 'stopped' });
  }

  /**
   * Creates a run of a DAG that this scheduler owns, in the same commit that starts it. Resolves once it is durable.
   *
   * @throws {DagNotRunnableError} if the DAG is unknown here, or has no version that can run.
   */
  triggerRun(dagId: DagId, request: RunRequest): Promise<DagRunKey> {
    return new Promise((resolve, reject) => {
      if (this.#stopping !== undefined) return reject(new DagNotRunnableError(dagId, 'the scheduler is stopping'));
      this.#inbox.triggers.push({ dagId, dagRunKey: this.#newId() as DagRunKey, request, resolve, reject });
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

  // The loop ------------------------------------------------------------------------------------------------------------

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
      this.#failures = 0;
    } catch (error) {
      await this.#recover(error as Error, inbox, turn);
    }
  }

  #turnPorts(): ConstructorParameters<typeof Turn>[0] {
    return {
      roster: this.#roster,
      ledger: this.#ledger,
      ready: this.#ready,
      dispatcher: this.#dispatcher,
      maxInfraRetries: this.#options.maxInfraRetries,
      newKey: () => this.#newId() as DagRunKey,
      newAttemptId: () => this.#newId() as AttemptId,
    };
  }

  async #turn(inbox: Inbox, turn: Turn): Promise<void> {
    if (!this.#link.isWhole) await this.#link.open();
    if (this.#isTakenOver) this.#endLife();
    if (!this.#isAlive) await this.#begin(inbox);
    this.#takeFromQuarantine(inbox, turn);
    if (inbox.asksDatabase) await this.#adopt(await this.#refresh(inbox, turn), turn);
    for (const report of inbox.reports) this.#applyReport(report, turn);
    const triggered = this.#applyTriggers(inbox.triggers, turn);
    turn.due.push(...this.#watches.takeDue(turn.now));
    for (const due of turn.due) this.#applyDue(due, turn);
    for (const dag of turn.dags) {
      turn.createDueRuns(dag);
      await turn.startQueuedRuns(dag);
    }
    await turn.settle();
    if (this.#stopping === undefined) turn.choose((dagId) => this.#roster.dags.get(dagId)?.isPaused ?? true);
    await this.#commit(turn, inbox, triggered);
  }

  // What a turn reads ---------------------------------------------------------------------------------------------------

  /** Reads what notifications named. Returns the boards that were loaded. */
  async #refresh(inbox: Inbox, turn: Turn): Promise<readonly RunBoard[]> {
    const owner = this.#lease.id;
    if (inbox.mustRecount) await this.#recountPools();
    if (inbox.mayGiveBack) await this.#giveBack();
    if (inbox.mayClaim) this.#took(await this.#lease.claim(), inbox);
    if (inbox.dags?.size !== 0) {
      for (const dag of await this.#roster.refreshDags(owner, inbox.dags === null ? null : [...inbox.dags])) {
        turn.dags.add(dag);
        if (!dag.isPaused) this.#ready.releaseAll(`dag:${dag.dagId}`);
      }
    }
    const loaded: RunBoard[] = [];
    if (inbox.runs.size > 0) loaded.push(...(await this.#roster.reloadRuns(owner, [...inbox.runs])));
    if (inbox.runsOf?.size !== 0) {
      loaded.push(...(await this.#roster.refreshRunsOf(owner, inbox.runsOf === null ? null : [...inbox.runsOf])));
    }
    for (const dag of this.#roster.takeStirred()) turn.dags.add(dag);
    if (inbox.arePoolsStale || this.#roster.hasDroppedSlots) await this.#loadPools();
    return loaded;
  }

  /** Binds loaded task instances to the executors that still hold them, and makes the lost ones again. */
  async #adopt(boards: readonly RunBoard[], turn: Turn): Promise<void> {
    for (const board of [...boards, ...this.#roster.takeRestless()]) turn.touched.add(board);
    const current = boards.filter(({ isCurrent }) => isCurrent);
    const cells = current.flatMap((board) => board.cells);
    const occupying = cells.filter(({ state }) => state === 'queued' || state === 'running' || state === 'restarting');
    const lost = new Set(await this.#dispatcher.adopt(occupying));
    for (const cell of cells) if (cell.state === 'scheduled') this.#ready.add(cell);
    for (const cell of lost) lose(cell.board, cell, turn.now);
    for (const cell of occupying) {
      if (cell.state === 'restarting' && cell.attemptId !== null) this.#dispatcher.cancel(cell.attemptId, true);
    }
    for (const cell of cells) this.#watches.watchRetry(cell);
    for (const board of current) this.#watches.watchTimeout(board);
    this.#dispatcher.cancelOrphans((attemptId, cell) => this.#isWantedAttempt(attemptId, cell));
    this.#sayLost(lost);
  }

  #isWantedAttempt(attemptId: AttemptId, { board, attemptId: inForce }: Cell): boolean {
    return (board.isCurrent && inForce === attemptId) || this.#quarantine.isHeld(board.facts.dagRunKey);
  }

  #sayLost(lost: ReadonlySet<Cell>): void {
    for (const [{ facts }, cells] of Map.groupBy(lost, ({ board }) => board)) {
      const taskIds = cells.map(({ task }) => task.taskId);
      this.#emit({ kind: 'attemptsLost', dagId: facts.dagId, runId: facts.runId, taskIds });
    }
  }

  #applyReport(report: AttemptReport, turn: Turn): void {
    const key = this.#dispatcher.cellOf(report.attemptId)?.board.facts.dagRunKey;
    if (key !== undefined && this.#quarantine.isHeld(key)) this.#quarantine.keep(key, report);
    else turn.applyReport(report);
  }

  #applyTriggers(triggers: readonly Trigger[], turn: Turn): Map<DagRunKey, Trigger> {
    const created = new Map<DagRunKey, Trigger>();
    for (const trigger of triggers) {
      const { dagId, dagRunKey, request } = trigger;
      const dag = this.#roster.dags.get(dagId);
      if (this.#roster.has(dagId, dagRunKey)) trigger.resolve(dagRunKey);
      else if (dag === undefined || turn.createRun(dag, request, 'manual', dagRunKey) === undefined) {
        trigger.reject(new DagNotRunnableError(dagId));
      } else created.set(dagRunKey, trigger);
    }
    return created;
  }

  #applyDue(due: Due, turn: Turn): void {
    if (due.kind === 'quarantine') return;
    if (due.kind === 'dag') {
      const dag = this.#roster.dags.get(due.dagId);
      if (dag === undefined) return;
      dag.explainAgain();
      return void turn.dags.add(dag);
    }
    const board = this.#roster.board(due.dagRunKey);
    if (board === undefined || board.state !== 'running') return;
    turn.touched.add(board);
    if (due.kind === 'cell') return void board.touched.push(due.index);
    const limit = board.plan.dag.dagRunTimeoutMs;
    if (limit !== null && board.startedAt + limit <= turn.now) turn.timeOut(board);
  }

  // What a turn writes --------------------------------------------------------------------------------------------------

  async #commit(turn: Turn, inbox: Inbox, triggered: ReadonlyMap<DagRunKey, Trigger>): Promise<void> {
    const dags = [...turn.dags];
    const boards = turn.changedBoards();
    const { newRuns, waiting } = turn;
    const changes = collectChanges({ boards, newRuns, waiting: waiting.keys(), dags, ledger: this.#ledger });
    if (isEmpty(changes)) {
      turn.isCommitted = true;
      return this.#afterTurn(turn, []);
    }
    const startedAt = performance.now();
    const result = await commitTurn(this.#link.connection, this.#lease.id, changes);
    if (result.kind === 'conflict') return this.#resolveConflict(result.conflict, inbox, turn);
    turn.isCommitted = true;
    const commitMs = performance.now() - startedAt;
    this.#emit({ kind: 'turnCommitted', taskInstances: changes.taskInstances.length, runs: boards.length, commitMs });
    // A DAG that was paused for its failed runs has to be looked at again.
    for (const { dag_id: dagId, pause } of changes.streaks) if (pause) this.#lookAgainAt(dagId);
    for (const dag of dags) {
      dag.isPlanChanged = false;
      dag.isStreakChanged = false;
    }
    for (const board of boards) {
      for (const cell of board.changed) this.#watches.watchRetry(cell);
      markCommitted(board);
      this.#quarantine.acquit(board.facts.dagRunKey);
    }
    await this.#settleNewRuns(turn, new Set(result.createdRuns), triggered);
    await this.#afterTurn(turn, boards);
  }

  #lookAgainAt(dagId: DagId): void {
    this.#inbox.addDags([dagId]);
    this.#isWanted = true;
  }

  /** A run whose id exists already was left out by the database: forget it here too. */
  async #settleNewRuns(
    turn: Turn,
    created: ReadonlySet<DagRunKey>,
    triggered: ReadonlyMap<DagRunKey, Trigger>,
  ): Promise<void> {
    for (const { dagRunKey, dagId, runId } of turn.newRuns) {
      const trigger = triggered.get(dagRunKey);
      if (created.has(dagRunKey)) {
        this.#emit({ kind: 'runCreated', dagId, runId, dagRunKey });
        trigger?.resolve(dagRunKey);
        continue;
      }
      this.#roster.dropRun(dagRunKey, dagId);
      this.#lookAgainAt(dagId);
      // The same commit may have counted slots for it.
      this.#inbox.mustRecount = true;
      if (trigger === undefined) continue;
      // After a commit of unknown outcome the run that exists may be this very one.
      if ((await findDagRunByKey(this.#options.database, dagRunKey)) !== null) trigger.resolve(dagRunKey);
      else trigger.reject(new DagNotRunnableError(dagId, `a run "${runId}" exists already`));
    }
  }

  async #afterTurn(turn: Turn, boards: readonly RunBoard[]): Promise<void> {
    for (const attemptId of turn.settled) this.#dispatcher.settle(attemptId);
    for (const attemptId of turn.cancelled) this.#dispatcher.cancel(attemptId, false);
    for (const attemptId of turn.refused) this.#emit({ kind: 'reportRefused', attemptId });
    for (const board of turn.started) if (board.isCurrent) this.#announceStart(board);
    for (const dag of turn.dags) this.#watches.watchDag(dag, turn.now);
    for (const { facts } of boards) this.#changedRuns.add(facts.dagRunKey);
    for (const board of turn.ended) if (board.isCurrent) this.#announceEnd(board);
    this.#tellWatchers();
    if (this.#quarantine.hasSuspects) this.#isWanted = true;
    // What was queued by a scheduler that is ended belongs to another one.
    const chosen = this.#isTakenOver ? [] : turn.chosen.filter((cell) => cell.board.isCurrent);
    await this.#dispatcher.handOver(chosen, this.#now);
    if (this.#lease.hasPeers) await this.#askForSlots();
  }

  /** Others may hold the slots that somebody waits for here: they tell when they give some back. */
  async #askForSlots(): Promise<void> {
    const names = this.#ready.awaitedPools.filter((name) => !this.#wantedPools.has(name));
    if (names.length === 0) return;
    await wantPools(this.#options.database, names);
    for (const name of names) this.#wantedPools.add(name);
    this.#inbox.arePoolsStale = true;
    this.#isWanted = true;
  }

  #announceStart(board: RunBoard): void {
    this.#watches.watchTimeout(board);
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

  // When a turn fails ---------------------------------------------------------------------------------------------------

  /**
   * What this turn touched is loaded again. When nothing was written, its events are applied again, too; after a commit
   * of unknown outcome that is right as well, since what was written meanwhile is refused then.
   */
  #undo(inbox: Inbox, turn: Turn): void {
    const { newRuns, touched, dags, waiting, due, isCommitted, now } = turn;
    const again = this.#inbox;
    again.addQuestions(inbox);
    again.addDags([...dags, ...newRuns].map(({ dagId }) => dagId));
    for (const board of touched) {
      this.#roster.dropBoard(board);
      again.runs.add(board.facts.dagRunKey);
    }
    for (const { dagRunKey, dagId } of newRuns) {
      this.#roster.dropRun(dagRunKey, dagId);
      if (isCommitted) again.runs.add(dagRunKey);
      else again.runs.delete(dagRunKey);
    }
    for (const [queued, dag] of waiting) {
      queued.reason = null;
      dag.unexplained.add(queued.row.dagRunKey);
    }
    again.arePoolsStale = true;
    this.#watches.putBack(due, now);
    this.#dispatcher.clearReservations();
    if (isCommitted) return;
    again.reports.unshift(...inbox.reports);
    again.triggers.unshift(...inbox.triggers);
  }

  #resolveConflict(conflict: CommitConflict, inbox: Inbox, turn: Turn): void {
    this.#emit({ kind: 'turnRefused', why: conflict.kind });
    this.#undo(inbox, turn);
    if (conflict.kind === 'runs') for (const key of conflict.runs) this.#inbox.runs.add(key);
    if (conflict.kind === 'ended') this.#isTakenOver = true;
    this.#isWanted = true;
  }

  async #recover(error: Error, inbox: Inbox, turn: Turn): Promise<void> {
    this.#undo(inbox, turn);
    this.#isWanted = true;
    if (!(error instanceof RunFault) && isUnreachable(error)) return this.#waitForDatabase(error);
    const { board } = error instanceof RunFault ? error : { board: this.#suspectOf(turn) };
    if (board !== undefined) {
      const pauseMs = this.#quarantine.blame(board.facts.dagRunKey, turn.now);
      this.#watches.watchQuarantine(turn.now + pauseMs);
      const { dagId, runId } = board.facts;
      return this.#emit({ kind: 'turnFailed', message: error.message, dagId, runId, pauseMs });
    }
    for (const { facts } of turn.touched) this.#quarantine.suspect(facts.dagRunKey);
    const pauseMs = this.#nextPause();
    this.#emit({ kind: 'turnFailed', message: error.message, dagId: null, runId: null, pauseMs });
    for (const { reject } of this.#inbox.triggers.splice(0)) reject(error);
    await this.#pause(pauseMs);
  }

  /** Whose fault it is when nobody says so: that of the only run of the turn, or of the one that was let in on trial. */
  #suspectOf(turn: Turn): RunBoard | undefined {
    const created = new Set(turn.newRuns.map(({ dagRunKey }) => dagRunKey));
    const stored = [...turn.touched].filter(({ facts }) => !created.has(facts.dagRunKey));
    if (stored.length === 1 && created.size === 0) return stored[0];
    return stored.find(({ facts }) => facts.dagRunKey === turn.suspect);
  }

  #takeFromQuarantine(inbox: Inbox, turn: Turn): void {
    const { keys, reports, suspect } = this.#quarantine.takeDue(turn.now);
    turn.suspect = suspect;
    for (const key of keys) inbox.runs.add(key);
    inbox.reports.unshift(...reports);
  }

  /** Waits until the database answers again, and looks at everything that it may have missed. */
  async #waitForDatabase(cause: Error): Promise<void> {
    const since = performance.now();
    this.#emit({ kind: 'databaseAway', message: cause.message });
    for (let delay = SHORTEST_RETRY_MS; ; delay = Math.min(delay * 2, LONGEST_RETRY_MS)) {
      await this.#pause(delay);
      try {
        await this.#link.open();
        break;
      } catch (error) {
        if (!isUnreachable(error)) return;
      }
      if (this.#stopping === undefined || performance.now() - since < LONGEST_RETRY_MS) continue;
      this.#isWanted = false;
      return;
    }
    this.#emit({ kind: 'databaseBack', afterMs: performance.now() - since });
    this.#lookAgain();
  }

  #nextPause(): number {
    this.#failures += 1;
    return Math.min(SHORTEST_RETRY_MS * 2 ** this.#failures, LONGEST_RETRY_MS);
  }

  /** `stop` ends it early. */
  #pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // Lives ---------------------------------------------------------------------------------------------------------------

  /** Begins a life: a new id, what the dead left, what is free. */
  async #begin(inbox: Inbox): Promise<void> {
    await this.#lease.register();
    this.#isAlive = true;
    this.#emit({ kind: 'schedulerStarted', schedulerId: this.id });
    const { ended, claimed } = await this.#lease.survey();
    if (ended.length > 0) this.#emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
    this.#took(claimed, inbox);
    inbox.mustRecount = true;
    inbox.arePoolsStale = true;
  }

  /** Another scheduler has ended this one: everything that it held belongs to somebody else. */
  #endLife(): void {
    this.#isTakenOver = false;
    this.#isAlive = false;
    this.#emit({ kind: 'schedulerEnded', schedulerId: this.id, why: 'taken_over' });
    this.#dispatcher.cancelAll();
    this.#quarantine.clear();
    this.#roster.dropAll();
    this.#ready = new ReadyQueue();
  }

  #took(claimed: readonly DagId[], inbox: Inbox): void {
    if (claimed.length === 0) return;
    this.#emit({ kind: 'dagsClaimed', dagIds: claimed });
    inbox.addDags(claimed);
    inbox.addRunsOf(claimed);
  }

  async #recountPools(): Promise<void> {
    const corrected = await recountPools(this.#options.database);
    if (corrected.length === 0) return;
    this.#emit({ kind: 'poolsCorrected', pools: corrected });
    await notifySchedulers(this.#options.database, { kind: 'pool' });
  }

  async #loadPools(): Promise<void> {
    this.#roster.hasDroppedSlots = false;
    this.#ledger.loadPools(await readPools(this.#options.database));
    this.#ready.releaseAll('pool:');
  }

  #beat(): void {
    this.#beating ??= this.#renew()
      .catch((error: Error) => {
        if (!isUnreachable(error)) this.#emit({ kind: 'heartbeatFailed', message: error.message });
      })
      .finally(() => {
        this.#beating = undefined;
      });
  }

  async #renew(): Promise<void> {
    if (!this.#isAlive || this.#isTakenOver) return;
    const { id } = this;
    const { isAlive, ended, claimed } = await this.#lease.survey();
    // A turn may have begun another life meanwhile.
    if (id !== this.id) return;
    if (ended.length > 0) this.#emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
    this.#took(claimed, this.#inbox);
    this.#inbox.mayGiveBack = this.#lease.hasPeers;
    if (!isAlive) {
      this.#isTakenOver = true;
      this.#dispatcher.cancelAll();
    }
    if (!isAlive || claimed.length > 0 || this.#lease.hasPeers) this.#wake();
  }

  /** Gives DAGs without work back that another scheduler should own. */
  async #giveBack(): Promise<void> {
    const soon = this.#now() + 2 * this.#options.heartbeatMs;
    const idle = [...this.#roster.dags.values()].filter(
      (dag) => !dag.hasWork && (dag.next?.runAfterAt ?? soon) >= soon && !this.#lease.isTarget(dag.dagId),
    );
    if (idle.length === 0) return;
    const dagIds = idle.map(({ dagId }) => dagId);
    await this.#lease.release(dagIds);
    for (const dagId of dagIds) this.#roster.dropDag(dagId);
    await notifySchedulers(this.#options.database, { kind: 'dag', dagIds });
    this.#emit({ kind: 'dagsReleased', dagIds });
  }

  // What others tell ----------------------------------------------------------------------------------------------------

  /** The safety net under notifications. */
  #lookAgain(): void {
    this.#inbox.addAll();
    this.#wantedPools.clear();
    this.#ready.releaseAll('');
    this.#wake();
  }

  #hear(payload: string): void {
    const wake = readWakeSafely(payload);
    if (wake === undefined) return this.#lookAgain();
    if (wake.kind === 'pool') {
      this.#inbox.arePoolsStale = true;
      this.#wantedPools.clear();
    }
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
}

/** Undefined for a payload that is not ours. */
function readWakeSafely(payload: string): ReturnType<typeof readWake> | undefined {
  try {
    return readWake(payload);
  } catch {
    return undefined;
  }
}
