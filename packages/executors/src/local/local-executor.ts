import { type AttemptId, type AttemptReport, LookAhead, type Workload } from '@tradewind/model';
import type { CancelReason, Executor, ReportListener, StopOptions } from '../executor.ts';
import type { AttemptRunner } from './attempt-runner.ts';

export interface LocalExecutorOptions {
  readonly runner: AttemptRunner;
  /** @default 'local' */
  readonly name?: string;
  /** How many attempts may run at once. The runner should allow as many. @default 32 */
  readonly parallelism?: number;
}

/** Runs attempts on this machine, in the processes of an `AttemptRunner`. Its slots are counted here. */
export class LocalExecutor implements Executor {
  readonly name: string;
  readonly #runner: AttemptRunner;
  readonly #parallelism: number;
  readonly #lookAhead = new LookAhead();
  #held = 0;
  #isStopping = false;

  constructor({ runner, name = 'local', parallelism = 32 }: LocalExecutorOptions) {
    this.name = name;
    this.#runner = runner;
    this.#parallelism = parallelism;
  }

  start(reports: ReportListener): Promise<void> {
    return this.#runner.start((batch) => {
      this.#countFinished(batch);
      reports(batch);
    });
  }

  stop(options: StopOptions): Promise<void> {
    this.#isStopping = true;
    return this.#runner.stop(options);
  }

  slots(): number {
    if (this.#isStopping) return 0;
    return Math.max(0, this.#parallelism + this.#lookAhead.sizeAt(performance.now()) - this.#held);
  }

  submit(workloads: readonly Workload[]): void {
    this.#held += workloads.length;
    this.#runner.run(workloads);
  }

  cancel(attemptId: AttemptId, reason: CancelReason): void {
    this.#runner.cancel(attemptId, reason);
  }

  async adopt(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]> {
    return attemptIds.filter((attemptId) => this.#runner.holds(attemptId));
  }

  #countFinished(batch: readonly AttemptReport[]): void {
    const finished = batch.filter(({ kind }) => kind === 'finished').length;
    if (finished === 0) return;
    this.#held -= finished;
    this.#lookAhead.finished(finished, performance.now());
  }
}
