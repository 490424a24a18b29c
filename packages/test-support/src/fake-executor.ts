/** An executor whose attempts do what a test says, at once or when the test lets them. */
import type { Executor, ReportListener } from '@tradewind/executors';
import type { AttemptId, AttemptOutcome, AttemptReport, Workload } from '@tradewind/model';

export type Answer = AttemptOutcome | 'hold';

export class FakeExecutor implements Executor {
  readonly name: string;
  readonly submitted: Workload[] = [];
  readonly cancelled: AttemptId[] = [];
  readonly held: Map<AttemptId, Workload> = new Map();
  /** What an attempt does; `hold` leaves it running until `finish`. */
  answer: (workload: Workload) => Answer = () => ({ kind: 'success' });
  /** Called for every workload, before its answer. */
  onSubmit: (workload: Workload) => void = () => undefined;
  readonly #parallelism: number;
  #report: ReportListener = () => undefined;

  constructor(options: { readonly name?: string; readonly parallelism?: number } = {}) {
    this.name = options.name ?? 'local';
    this.#parallelism = options.parallelism ?? 32;
  }

  start(reports: ReportListener): Promise<void> {
    this.#report = reports;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  slots(): number {
    return Math.max(0, this.#parallelism - this.held.size);
  }

  submit(workloads: readonly Workload[]): void {
    for (const workload of workloads) {
      this.submitted.push(workload);
      this.held.set(workload.attemptId, workload);
    }
    queueMicrotask(() => {
      for (const workload of workloads) this.#run(workload);
    });
  }

  cancel(attemptId: AttemptId): void {
    this.cancelled.push(attemptId);
    if (!this.held.has(attemptId)) return;
    const error = { name: 'CancelledError', message: 'cancelled', code: null, stack: null, cause: null };
    queueMicrotask(() =>
      this.finish(attemptId, { kind: 'failed', error, isRetryable: false, exitReason: 'cancelled' }),
    );
  }

  adopt(attemptIds: readonly AttemptId[]): Promise<readonly AttemptId[]> {
    return Promise.resolve(attemptIds.filter((id) => this.held.has(id)));
  }

  /** Ends an attempt that is held. */
  finish(attemptId: AttemptId, outcome: AttemptOutcome): void {
    if (!this.held.delete(attemptId)) return;
    this.#report([this.#finished(attemptId, outcome)]);
  }

  /** The attempt of this task that is held now, if there is one. */
  heldOf(taskId: string): Workload | undefined {
    return [...this.held.values()].find((workload) => workload.taskId === taskId);
  }

  #run(workload: Workload): void {
    this.onSubmit(workload);
    const { attemptId } = workload;
    const answer = this.answer(workload);
    const started: AttemptReport = { kind: 'started', attemptId, at: Date.now(), worker: 'fake' };
    if (answer === 'hold') return this.#report([started]);
    this.held.delete(attemptId);
    this.#report([started, this.#finished(attemptId, answer)]);
  }

  #finished(attemptId: AttemptId, outcome: AttemptOutcome): AttemptReport {
    const at = Date.now();
    return { kind: 'finished', attemptId, startedAt: at, at, worker: 'fake', outcome, usage: null, rendered: null };
  }
}
