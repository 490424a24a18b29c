/** What waits for the next turn. */
import type { AttemptReport, DagId, DagRunKey } from '@tradewind/model';
import type { RunRequest } from './turn.ts';

/** A run that somebody in this process asked for. */
export interface Trigger {
  readonly dagId: DagId;
  readonly request: RunRequest;
  readonly resolve: (key: DagRunKey) => void;
  readonly reject: (error: Error) => void;
}

export class Inbox {
  reports: AttemptReport[] = [];
  triggers: Trigger[] = [];
  /** DAGs to read anew; null means all of them. */
  dags: Set<DagId> | null = new Set();
  /** Runs to read anew, though memory has them. */
  runs = new Set<DagRunKey>();
  /** DAGs whose unfinished runs are to be looked for; null means all. */
  runsOf: Set<DagId> | null = new Set();
  arePoolsStale = false;
  /** Look for DAGs that nobody owns. */
  mayClaim = false;

  get isEmpty(): boolean {
    return (
      this.reports.length === 0 &&
      this.triggers.length === 0 &&
      this.dags?.size === 0 &&
      this.runs.size === 0 &&
      this.runsOf?.size === 0 &&
      !this.arePoolsStale &&
      !this.mayClaim
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
}
