/** What waits for the next turn. */
import type { AttemptReport, DagId, DagRunKey } from '@tradewind/model';
import type { NewRun } from '@tradewind/store';
import type { RunRequest } from './run-request.ts';

/** A run that somebody in this process asked for. */
export interface Trigger {
  readonly dagId: DagId;
  /** Chosen once, so that asking again after a commit of unknown outcome creates no second run. */
  readonly dagRunKey: DagRunKey;
  readonly request: RunRequest;
  readonly resolve: (key: DagRunKey) => void;
  readonly reject: (error: Error) => void;
}

export class Inbox {
  reports: AttemptReport[] = [];
  triggers: Trigger[] = [];
  /** Runs that others created. */
  announced: NewRun[] = [];
  /** DAGs to read anew; null means all of them. */
  dags: Set<DagId> | null = new Set();
  /** Runs to read anew, though memory has them. */
  runs: Set<DagRunKey> = new Set();
  /** DAGs whose unfinished runs are to be looked for; null means all. */
  runsOf: Set<DagId> | null = new Set();
  arePoolsStale = false;
  /** Look for DAGs that nobody owns. */
  mayClaim = false;
  /** Look for DAGs that another scheduler should own. */
  mayGiveBack = false;
  /** Count the occupied slots of the pools anew. */
  mustRecount = false;

  /** True when the database has to be read for it. */
  get asksDatabase(): boolean {
    return (
      this.dags?.size !== 0 ||
      this.runs.size > 0 ||
      this.runsOf?.size !== 0 ||
      this.arePoolsStale ||
      this.mayClaim ||
      this.mayGiveBack ||
      this.mustRecount
    );
  }

  addDags(dagIds: readonly DagId[] | undefined): void {
    if (dagIds === undefined) this.dags = null;
    else for (const dagId of dagIds) this.dags?.add(dagId);
  }

  addRunsOf(dagIds: readonly DagId[] | undefined): void {
    if (dagIds === undefined) this.runsOf = null;
    else for (const dagId of dagIds) this.runsOf?.add(dagId);
  }

  /** Everything anew: notifications may have been missed. */
  addAll(): void {
    this.dags = null;
    this.runsOf = null;
    this.arePoolsStale = true;
    this.mayClaim = true;
  }

  /** Takes everything out, as the batch of one turn. */
  take(): Inbox {
    const batch = Object.assign(new Inbox(), this);
    Object.assign(this, new Inbox());
    return batch;
  }

  /** Takes back what an undone turn was to read. */
  addQuestions(other: Inbox): void {
    this.addDags(other.dags === null ? undefined : [...other.dags]);
    for (const key of other.runs) this.runs.add(key);
    for (const { dagRunKey } of other.announced) this.runs.add(dagRunKey);
    this.addRunsOf(other.runsOf === null ? undefined : [...other.runsOf]);
    this.arePoolsStale ||= other.arePoolsStale;
    this.mayClaim ||= other.mayClaim;
    this.mayGiveBack ||= other.mayGiveBack;
    this.mustRecount ||= other.mustRecount;
  }
}
