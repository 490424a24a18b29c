/**
 * Runs whose turn failed unexpectedly, kept out of the turns for a while so that the others go on.
 *
 * Terms: a *blamed* run comes back after a pause that grows with its failures; a *suspect* took part in a turn that failed
 * and comes back at once, but alone, so that the next failure shows whose fault it was.
 *
 * Invariant: no report about an attempt of a held run is lost; it waits here and goes with the run.
 */
import type { AttemptReport, DagRunKey } from '@tradewind/model';

interface HeldRun {
  failures: number;
  /** Since when and for how long it is held; null for a suspect, which waits for its turn. */
  pause: { readonly sinceAt: number; readonly ms: number } | null;
  isHeld: boolean;
  readonly reports: AttemptReport[];
}

export interface Released {
  readonly keys: readonly DagRunKey[];
  /** What was reported about them meanwhile. */
  readonly reports: readonly AttemptReport[];
  /** The one of `keys` that is on trial. */
  readonly suspect: DagRunKey | null;
}

const SHORTEST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export class Quarantine {
  readonly #runs = new Map<DagRunKey, HeldRun>();

  isHeld(key: DagRunKey): boolean {
    return this.#runs.get(key)?.isHeld === true;
  }

  get hasSuspects(): boolean {
    for (const run of this.#runs.values()) if (run.isHeld && run.pause === null) return true;
    return false;
  }

  /** Holds a run for a pause, whose length it returns in milliseconds. */
  blame(key: DagRunKey, now: number): number {
    const run = this.#entry(key);
    const pauseMs = Math.min(SHORTEST_PAUSE_MS * 2 ** run.failures, LONGEST_PAUSE_MS);
    run.failures += 1;
    run.pause = { sinceAt: now, ms: pauseMs };
    run.isHeld = true;
    return pauseMs;
  }

  suspect(key: DagRunKey): void {
    const run = this.#entry(key);
    run.pause = null;
    run.isHeld = true;
  }

  /** Keeps a report for a run that is held. */
  keep(key: DagRunKey, report: AttemptReport): void {
    this.#entry(key).reports.push(report);
  }

  /** Lets go those whose pause is over, and one suspect. */
  takeDue(now: number): Released {
    const keys: DagRunKey[] = [];
    const reports: AttemptReport[] = [];
    let suspect: DagRunKey | null = null;
    for (const [key, run] of this.#runs) {
      if (!run.isHeld || (run.pause === null ? suspect !== null : isUnderWay(run.pause, now))) continue;
      if (run.pause === null) suspect = key;
      run.isHeld = false;
      keys.push(key);
      reports.push(...run.reports.splice(0));
    }
    return { keys, reports, suspect };
  }

  /** A turn with this run was committed: nothing is held against it any more. */
  acquit(key: DagRunKey): void {
    if (this.#runs.get(key)?.isHeld === false) this.#runs.delete(key);
  }

  clear(): void {
    this.#runs.clear();
  }

  #entry(key: DagRunKey): HeldRun {
    let run = this.#runs.get(key);
    if (run === undefined) {
      run = { failures: 0, pause: null, isHeld: false, reports: [] };
      this.#runs.set(key, run);
    }
    return run;
  }
}

/** One that began in the future is over: the clock was set back. */
function isUnderWay({ sinceAt, ms }: NonNullable<HeldRun['pause']>, now: number): boolean {
  return now >= sinceAt && now < sinceAt + ms;
}
