/**
 * Reports on their way to the scheduler. Those of one turn of the event loop go out together; what was found while
 * messages of a child were read goes out right after them, and what `run` or `cancel` caused goes out after the call.
 */
import type { AttemptReport } from '@tradewind/model';
import type { ReportListener } from '../attempt-runner.ts';

export class ReportQueue {
  #listener: ReportListener = () => {};
  #batch: AttemptReport[] = [];
  #isPlanned = false;
  readonly #deliver = (): void => this.deliver();

  listen(listener: ReportListener): void {
    this.#listener = listener;
  }

  add(report: AttemptReport): void {
    this.#batch.push(report);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    queueMicrotask(this.#deliver);
  }

  deliver(): void {
    this.#isPlanned = false;
    if (this.#batch.length === 0) return;
    const batch = this.#batch;
    this.#batch = [];
    this.#listener(batch);
  }
}
