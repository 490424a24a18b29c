/**
 * The scheduler: one loop that drains its inbox, decides, commits, and hands out work. `DESIGN.md` has the model, the
 * invariants S1… and the table of failures.
 *
 * One turn runs at a time. While its commit is under way, events gather for the next one, so that an idle system writes
 * at once and a busy one writes in batches, by itself.
 */
import type { AttemptId, AttemptReport, DagId, DagRunKey, SchedulerId } from '@tradewind/model';
import { commitTurn } from '@tradewind/store';
import { DagNotRunnableError } from '../errors.ts';
import type { SchedulerOptions } from '../options.ts';
import { admitAnnouncedRuns } from './announced-runs.ts';
import { applyDue } from './apply-due.ts';
import { FollowUp } from './follow-up.ts';
import type { Inbox } from './inbox.ts';
import { Recovery } from './recovery.ts';
import { Refresher } from './refresher.ts';
import type { RunRequest } from './run-request.ts';
import { SchedulerLife } from './scheduler-life.ts';
import { assembleParts, type SchedulerParts } from './scheduler-parts.ts';
import { createTriggeredRuns } from './triggered-runs.ts';
import { Turn, type TurnPorts } from './turn.ts';
import { collectChanges, isEmpty } from './turn-changes.ts';

/** Reports of starts wait this long for company, since nothing hangs on them. */
const START_REPORT_DELAY_MS = 15;

export class Scheduler {
  readonly #parts: SchedulerParts;
  readonly #turnPorts: TurnPorts;
  readonly #life: SchedulerLife;
  readonly #refresher: Refresher;
  readonly #followUp: FollowUp;
  readonly #recovery: Recovery;
  #heartbeat: NodeJS.Timeout | undefined;
  #safetyNet: NodeJS.Timeout | undefined;
  #startReports: NodeJS.Timeout | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: SchedulerOptions) {
    const parts = assembleParts(options, () => this.#turnSafely());
    const { roster, ledger, ready, dispatcher, newId } = parts;
    this.#parts = parts;
    this.#turnPorts = {
      roster,
      ledger,
      ready,
      dispatcher,
      maxInfraRetries: parts.options.maxInfraRetries,
      newKey: () => newId() as DagRunKey,
      newAttemptId: () => newId() as AttemptId,
    };
    this.#life = new SchedulerLife(parts);
    this.#refresher = new Refresher(parts, this.#life);
    this.#followUp = new FollowUp(parts, this.#life);
    this.#recovery = new Recovery(parts, this.#life);
  }

  get id(): SchedulerId {
    return this.#parts.lease.id;
  }

  /**
   * Registers, takes over what dead schedulers left, and begins to work.
   *
   * @throws {DatabaseUnreachableError} if the database is away. Later on the scheduler waits for it.
   */
  async start(): Promise<void> {
    const { options, dispatcher, link, loop, notices } = this.#parts;
    await dispatcher.start(
      (reports) => this.#receive(reports),
      () => loop.wake(),
    );
    await link.open();
    this.#heartbeat = setInterval(() => this.#life.beat(), options.heartbeatMs);
    this.#safetyNet = setInterval(() => notices.lookAgain(), options.safetyNetMs);
    loop.wake();
    await loop.settled;
  }

  /**
   * Creates a run of a DAG that this scheduler owns, in the same commit that starts it. Resolves once it is durable.
   *
   * @throws {DagNotRunnableError} if the DAG is unknown here, or has no version that can run.
   */
  triggerRun(dagId: DagId, request: RunRequest): Promise<DagRunKey> {
    const { loop, inbox, newId } = this.#parts;
    return new Promise((resolve, reject) => {
      if (loop.isStopping) return reject(new DagNotRunnableError(dagId, 'the scheduler is stopping'));
      inbox.triggers.push({ dagId, dagRunKey: newId() as DagRunKey, request, resolve, reject });
      loop.wake();
    });
  }

  #receive(reports: readonly AttemptReport[]): void {
    const { inbox, loop } = this.#parts;
    let isUrgent = false;
    for (const report of reports) {
      inbox.reports.push(report);
      isUrgent ||= report.kind === 'finished';
    }
    if (isUrgent) return loop.wake();
    this.#startReports ??= setTimeout(() => loop.wake(), START_REPORT_DELAY_MS);
  }

  async #turnSafely(): Promise<void> {
    const batch = this.#parts.inbox.take();
    clearTimeout(this.#startReports);
    this.#startReports = undefined;
    const turn = new Turn(this.#turnPorts, this.#parts.options.now());
    try {
      await this.#turn(batch, turn);
      this.#recovery.turnSucceeded();
    } catch (error) {
      await this.#recovery.turnFailed(error as Error, batch, turn);
    }
  }

  async #turn(batch: Inbox, turn: Turn): Promise<void> {
    const { link, roster, watches, loop } = this.#parts;
    if (!link.isWhole) await link.open();
    if (!this.#life.isUnderWay) await this.#life.begin(batch);
    this.#readmit(batch, turn);
    admitAnnouncedRuns(batch, turn, this.#parts);
    if (batch.asksDatabase) await this.#refresher.refresh(batch, turn);
    for (const report of batch.reports) this.#applyReport(report, turn);
    createTriggeredRuns(batch.triggers, turn, roster);
    turn.due.push(...watches.takeDue(turn.now));
    for (const due of turn.due) applyDue(due, turn, roster);
    for (const dag of turn.dags) {
      turn.createDueRuns(dag);
      await turn.startQueuedRuns(dag);
    }
    await turn.settle();
    if (!loop.isStopping) turn.choose((dagId) => roster.dags.get(dagId)?.isPaused ?? true);
    await this.#commit(batch, turn);
  }

  /** Lets runs whose quarantine is over take part again. */
  #readmit(batch: Inbox, turn: Turn): void {
    const { keys, reports, suspect } = this.#parts.quarantine.takeDue(turn.now);
    turn.suspect = suspect;
    for (const key of keys) batch.runs.add(key);
    batch.reports.unshift(...reports);
  }

  #applyReport(report: AttemptReport, turn: Turn): void {
    const { dispatcher, quarantine } = this.#parts;
    const key = dispatcher.cellOf(report.attemptId)?.board.facts.dagRunKey;
    if (key !== undefined && quarantine.isHeld(key)) quarantine.keep(key, report);
    else turn.applyReport(report);
  }

  async #commit(batch: Inbox, turn: Turn): Promise<void> {
    const { ledger, link, lease, emit } = this.#parts;
    const { newRuns, waiting, dags } = turn;
    const boards = turn.changedBoards();
    const changes = collectChanges({ boards, newRuns, waiting: waiting.keys(), dags, ledger });
    if (isEmpty(changes)) {
      turn.isCommitted = true;
      return this.#followUp.carryOut(turn, []);
    }
    const startedAt = performance.now();
    const result = await commitTurn(link.connection, lease.id, changes);
    if (result.kind === 'conflict') return this.#recovery.refused(result.conflict, batch, turn);
    turn.isCommitted = true;
    const commitMs = performance.now() - startedAt;
    emit({ kind: 'turnCommitted', taskInstances: changes.taskInstances.length, runs: boards.length, commitMs });
    await this.#followUp.settle(turn, { boards, streaks: changes.streaks, createdRuns: result.createdRuns });
    await this.#followUp.carryOut(turn, boards);
  }

  /** Stops handing out work, lets attempts end for `graceMs`, records what they report, and gives its DAGs back. */
  stop({ graceMs }: { readonly graceMs: number } = { graceMs: 10_000 }): Promise<void> {
    this.#parts.loop.isStopping = true;
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    const { dispatcher, watches, inbox, link, loop } = this.#parts;
    clearInterval(this.#safetyNet);
    watches.stop();
    // The lease is renewed meanwhile, so that nobody takes over what still runs.
    await dispatcher.stop(graceMs);
    clearInterval(this.#heartbeat);
    this.#recovery.hurry();
    loop.wake();
    await loop.settled;
    loop.end();
    clearTimeout(this.#startReports);
    this.#followUp.stop();
    link.close();
    for (const { dagId, reject } of inbox.triggers) reject(new DagNotRunnableError(dagId, 'the scheduler has stopped'));
    await this.#life.end();
  }
}
