/** A DAG that this scheduler owns, with its runs. */
import type { DagId, DagRunKey, DagVersionId, LastRun, PlannedRun, RunFacts, RunId } from '@tradewind/model';
import type { OwnedDagRow, RunRow } from '@tradewind/store';
import type { DagPlan } from '../decide/dag-plan.ts';
import { planBasis, planNext } from '../decide/plan-runs.ts';
import type { Reason } from '../decide/reason-codes.ts';
import type { RunBoard } from '../decide/run-board.ts';

/** A run that waits for its time or for a limit. */
export interface QueuedRun {
  readonly row: RunRow;
  /** True when its task instances are as they were created, so that nothing has to be loaded. */
  readonly isFresh: boolean;
  /** Why it waits, as it was recorded last. */
  reason: Reason | null;
}

/** A run that has a place on the schedule. */
export interface DatedRun {
  readonly dagRunKey: DagRunKey;
  readonly runId: RunId;
  readonly logicalDateAt: number;
}

export class OwnedDag {
  readonly dagId: DagId;
  isPaused = true;
  isActive = false;
  /** The version for new runs; null while it cannot be used. */
  plan: DagPlan | null = null;
  versionId: DagVersionId | null = null;
  next: PlannedRun | null = null;
  /** True when `next` differs from what the database says. */
  isPlanChanged = false;
  lastRun: LastRun | null = null;
  consecutiveFailedRuns = 0;
  isStreakChanged = false;
  /** By key, in the order in which they may start once `sortQueue` was called. */
  readonly queue: Map<DagRunKey, QueuedRun> = new Map();
  readonly boards: Map<DagRunKey, RunBoard> = new Map();
  /** Boards that ended in the turn under way. */
  readonly ended: Set<RunBoard> = new Set();
  /** Queued runs of which it has to be found out why they wait. */
  readonly unexplained: Set<DagRunKey> = new Set();
  /** The instant for which a timer is set. */
  wakeAt: number | null = null;
  #basis: string | null = null;
  #tail: RunRow | null = null;
  #isSorted = true;

  constructor(dagId: DagId) {
    this.dagId = dagId;
  }

  get hasWork(): boolean {
    return this.queue.size > 0 || this.boards.size > 0;
  }

  /** Whether it has as many runs, queued or running, as it may; those of backfills have a limit of their own. */
  get isFull(): boolean {
    const limit = this.plan?.dag.maxActiveRuns ?? 0;
    if (this.queue.size + this.boards.size < limit) return false;
    let count = 0;
    for (const { row } of this.queue.values()) count += Number(row.runType !== 'backfill');
    for (const { facts } of this.boards.values()) count += Number(facts.runType !== 'backfill');
    return count >= limit;
  }

  enqueue(row: RunRow, isFresh: boolean): void {
    if (this.queue.size > 0 && this.#tail !== null && startsBefore(row, this.#tail)) this.#isSorted = false;
    this.#tail = row;
    this.queue.set(row.dagRunKey, { row, isFresh, reason: row.reason as Reason | null });
    this.unexplained.add(row.dagRunKey);
  }

  /** Brings the queue into the order in which its runs may start. */
  sortQueue(): void {
    if (this.#isSorted) return;
    const runs = [...this.queue.values()].sort((left, right) => (startsBefore(left.row, right.row) ? -1 : 1));
    this.queue.clear();
    for (const run of runs) this.queue.set(run.row.dagRunKey, run);
    this.#tail = runs.at(-1)?.row ?? null;
    this.#isSorted = true;
  }

  /** The latest run in memory with a logical date before that of `board`; with catchup only scheduled ones count. */
  latestBefore({ facts, plan }: RunBoard): DatedRun | undefined {
    const at = facts.logicalDateAt ?? Number.NEGATIVE_INFINITY;
    let latest: DatedRun | undefined;
    for (const run of this.#runs()) {
      const { dagRunKey, runId, logicalDateAt } = run;
      if (logicalDateAt === null || logicalDateAt >= at || dagRunKey === facts.dagRunKey) continue;
      if (plan.dag.catchup && run.runType !== 'scheduled') continue;
      if (latest === undefined || logicalDateAt > latest.logicalDateAt) latest = { dagRunKey, runId, logicalDateAt };
    }
    return latest;
  }

  /** Takes over what the database says; keeps the plan when it still stands. */
  update(row: OwnedDagRow, plan: DagPlan | null, now: number): void {
    const before = [this.isPaused, this.isActive, this.plan?.versionId];
    this.isPaused = row.isPaused;
    this.isActive = row.isActive;
    this.versionId = row.versionId;
    this.plan = plan;
    this.consecutiveFailedRuns = row.consecutiveFailedRuns;
    this.lastRun = lastRunOf(row);
    this.#basis = row.nextRunBasis;
    this.next = plannedOf(row);
    this.isPlanChanged = false;
    this.isStreakChanged = false;
    const after = [this.isPaused, this.isActive, this.plan?.versionId];
    if (after.some((value, index) => value !== before[index])) this.explainAgain();
    if (!this.#mayPlan()) return this.#forgetPlan();
    if (this.#basis !== (plan === null ? null : planBasis(plan.dag))) this.replan(now);
  }

  /** Has it found out anew why its queued runs wait. */
  explainAgain(): void {
    for (const key of this.queue.keys()) this.unexplained.add(key);
  }

  /** Plans the next run anew. */
  replan(now: number): void {
    if (this.plan === null || !this.#mayPlan()) return this.#forgetPlan();
    this.#basis = planBasis(this.plan.dag);
    this.next = planNext(this.plan.dag, this.lastRun, now);
    this.isPlanChanged = true;
  }

  get planBasis(): string | null {
    return this.#basis;
  }

  *#runs(): Generator<Pick<RunFacts, 'dagRunKey' | 'runId' | 'logicalDateAt' | 'runType'>> {
    for (const { row } of this.queue.values()) yield row;
    for (const { facts } of this.boards.values()) yield facts;
    for (const { facts } of this.ended) yield facts;
  }

  #mayPlan(): boolean {
    return this.isActive && !this.isPaused && this.plan !== null;
  }

  #forgetPlan(): void {
    if (this.#basis === null) return;
    this.#basis = null;
    this.next = null;
    this.isPlanChanged = true;
  }
}

/** Runs of backfills go last, then the one that may run earlier, then the one that was created earlier. */
function startsBefore(left: RunRow, right: RunRow): boolean {
  const isBackfill = left.runType === 'backfill';
  if (isBackfill !== (right.runType === 'backfill')) return !isBackfill;
  if (left.runAfterAt !== right.runAfterAt) return left.runAfterAt < right.runAfterAt;
  return left.dagRunKey < right.dagRunKey;
}

function lastRunOf({ lastRun }: OwnedDagRow): LastRun | null {
  if (lastRun?.intervalStart == null || lastRun.intervalEnd === null) return null;
  const dataInterval = { startAt: Date.parse(lastRun.intervalStart), endAt: Date.parse(lastRun.intervalEnd) };
  return { dataInterval, finishedAt: lastRun.finishedAt === null ? null : Date.parse(lastRun.finishedAt) };
}

function plannedOf(row: OwnedDagRow): PlannedRun | null {
  if (row.nextRunAfterAt === null) return null;
  return {
    logicalDateAt: row.nextLogicalDateAt,
    dataInterval: {
      startAt: row.nextIntervalStartAt ?? row.nextRunAfterAt,
      endAt: row.nextIntervalEndAt ?? row.nextRunAfterAt,
    },
    runAfterAt: row.nextRunAfterAt,
  };
}
