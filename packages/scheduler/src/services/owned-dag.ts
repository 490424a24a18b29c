/** A DAG that this scheduler owns, with its runs. */
import type { BundleVersionId, DagId, DagRunKey, DagVersionId, LastRun, PlannedRun } from '@tradewind/model';
import type { OwnedDagRow, RunRow } from '@tradewind/store';
import type { DagPlan } from '../decide/dag-plan.ts';
import { planBasis, planNext } from '../decide/plan-runs.ts';
import type { RunBoard } from '../decide/run-board.ts';

/** A run that waits for its time or for a limit. */
export interface QueuedRun {
  readonly row: RunRow;
  /** True when its task instances are as they were created, so that nothing has to be loaded. */
  readonly isFresh: boolean;
}

export class OwnedDag {
  readonly dagId: DagId;
  isPaused = true;
  isActive = false;
  /** The version for new runs; null while it cannot be used. */
  plan: DagPlan | null = null;
  versionId: DagVersionId | null = null;
  bundleVersion: BundleVersionId | null = null;
  next: PlannedRun | null = null;
  /** True when `next` differs from what the database says. */
  isPlanChanged = false;
  lastRun: LastRun | null = null;
  consecutiveFailedRuns = 0;
  isStreakChanged = false;
  /** By key, in the order in which they may start. */
  readonly queue = new Map<DagRunKey, QueuedRun>();
  readonly boards = new Map<DagRunKey, RunBoard>();
  #basis: string | null = null;

  constructor(dagId: DagId) {
    this.dagId = dagId;
  }

  get activeRuns(): number {
    return this.queue.size + this.boards.size;
  }

  get hasWork(): boolean {
    return this.queue.size > 0 || this.boards.size > 0;
  }

  /** Takes over what the database says; keeps the plan when it still stands. */
  update(row: OwnedDagRow, plan: DagPlan | null, now: number): void {
    this.isPaused = row.isPaused;
    this.isActive = row.isActive;
    this.versionId = row.versionId;
    this.bundleVersion = row.bundleVersion;
    this.plan = plan;
    this.consecutiveFailedRuns = row.consecutiveFailedRuns;
    this.lastRun = lastRunOf(row);
    this.#basis = row.nextRunBasis;
    this.next = plannedOf(row);
    this.isPlanChanged = false;
    this.isStreakChanged = false;
    if (!this.#mayPlan()) return this.#forgetPlan();
    if (this.#basis !== (plan === null ? null : planBasis(plan.dag))) this.replan(now);
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
