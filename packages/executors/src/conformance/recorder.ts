/** Collects what an executor reports, and waits for it. */
import assert from 'node:assert/strict';
import type { AttemptId, AttemptReport } from '@tradewind/model';

export type FinishedReport = Extract<AttemptReport, { kind: 'finished' }>;
export type StartedReport = Extract<AttemptReport, { kind: 'started' }>;

export class ReportRecorder {
  readonly reports: AttemptReport[] = [];
  #onReport: () => void = () => {};

  /** Hand this to `Executor.start`. */
  readonly listen = (batch: readonly AttemptReport[]): void => {
    assert.ok(batch.length > 0, 'a batch of reports is never empty');
    this.reports.push(...batch);
    this.#onReport();
  };

  started(attemptId: AttemptId): Promise<StartedReport> {
    return this.#waitFor('started', attemptId);
  }

  finished(attemptId: AttemptId): Promise<FinishedReport> {
    return this.#waitFor('finished', attemptId);
  }

  of(attemptId: AttemptId): readonly AttemptReport[] {
    return this.reports.filter((report) => report.attemptId === attemptId);
  }

  async #waitFor<Kind extends AttemptReport['kind']>(
    kind: Kind,
    attemptId: AttemptId,
  ): Promise<Extract<AttemptReport, { kind: Kind }>> {
    for (;;) {
      const found = this.of(attemptId).find((report) => report.kind === kind);
      if (found !== undefined) return found as Extract<AttemptReport, { kind: Kind }>;
      await new Promise<void>((resolve) => {
        const others = this.#onReport;
        this.#onReport = () => {
          this.#onReport = () => {};
          others();
          resolve();
        };
      });
    }
  }
}
