/**
 * A worker in a process of its own: takes attempts from a scheduler over a connection, has its runner run them, and tells
 * what became of them until the scheduler has recorded it. It has no database.
 *
 * Invariants
 * 1. A report is repeated on every new connection until its attempt is settled or revoked.
 * 2. Of a revoked attempt nothing is told any more.
 * 3. Attempts go on while the scheduler is away, for `aloneMs`; then they are stopped, since somebody else may have been
 *    given them long ago.
 */
import { randomUUID } from 'node:crypto';
import type { AttemptId, AttemptReport, MessageToWorker } from '@tradewind/model';
import type { AttemptRunner, StopOptions } from '../attempt-runner.ts';
import { WorkerStoppedError } from './errors.ts';
import type { RemoteWorkerEvent } from './events.ts';
import { FetchedBundles } from './fetched-bundles.ts';
import { HeldAttempts } from './held-attempts.ts';
import { OpenQuestions } from './open-questions.ts';
import type { RemoteWorkerOptions } from './options.ts';
import { remoteExecutionApi } from './remote-execution-api.ts';
import { SchedulerConnection } from './scheduler-connection.ts';
import { sendReports } from './send-reports.ts';

export class RemoteWorker {
  readonly #aloneMs: number;
  readonly #settleMs: number;
  readonly #emit: (event: RemoteWorkerEvent) => void;
  readonly #held = new HeldAttempts();
  readonly #questions: OpenQuestions;
  readonly #connection: SchedulerConnection;
  readonly #runner: AttemptRunner;
  #aloneTimer: NodeJS.Timeout | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: RemoteWorkerOptions) {
    const { facts, connect, token, home, completeBundle = async () => {}, createRunner, onRejected } = options;
    this.#aloneMs = options.aloneMs ?? 300_000;
    this.#settleMs = options.settleMs ?? 5000;
    this.#emit = options.onEvent ?? (() => {});
    this.#connection = new SchedulerConnection({
      facts: { ...facts, workerId: randomUUID() },
      connect,
      token,
      onEvent: this.#emit,
      owner: {
        attemptIds: () => this.#held.ids,
        onWelcome: () => this.#resume(),
        onMessage: (message) => this.#receive(message),
        onAway: () => this.#waitForScheduler(),
        onRejected,
      },
    });
    this.#questions = new OpenQuestions((message) => this.#connection.send(message));
    const ask: OpenQuestions['ask'] = (question) => this.#questions.ask(question);
    this.#runner = createRunner({
      api: remoteExecutionApi(ask),
      bundles: new FetchedBundles({ home, ask, complete: completeBundle, onEvent: this.#emit }),
    });
  }

  /** Resolves when it is ready to run attempts; the connection is made, and made again, by itself. */
  async start(): Promise<void> {
    await this.#runner.start((reports) => this.#report(reports));
    this.#connection.start();
  }

  /**
   * Takes no more attempts, lets running ones go on for `graceMs`, then ends them, and waits for a while until the
   * scheduler has recorded what became of them. May be called several times.
   */
  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  async #stop(options: StopOptions): Promise<void> {
    this.#connection.send({ kind: 'draining' });
    await this.#runner.stop(options);
    await this.#held.untilSettled(this.#settleMs);
    this.#connection.send({ kind: 'goodbye' });
    this.#questions.end(new WorkerStoppedError());
    this.#endSolitude();
    await this.#connection.stop();
  }

  #report(reports: readonly AttemptReport[]): void {
    sendReports(this.#held.note(reports), (message) => this.#connection.send(message));
  }

  #resume(): void {
    this.#endSolitude();
    if (this.#stopping !== null) this.#connection.send({ kind: 'draining' });
    sendReports(this.#held.reports, (message) => this.#connection.send(message));
    this.#questions.repeat();
  }

  #receive(message: MessageToWorker): void {
    switch (message.kind) {
      case 'run':
        return this.#runner.run(message.workloads.filter(({ attemptId }) => this.#held.add(attemptId)));
      case 'cancel':
        return this.#runner.cancel(message.attemptId, message.reason);
      case 'revoke':
        this.#emit({ kind: 'attemptsRevoked', count: message.attemptIds.length });
        return this.#drop(message.attemptIds);
      case 'settled':
        return this.#held.settle(message.attemptIds);
      case 'answer':
        return this.#questions.answer(message.ask, message.value);
      case 'refusal':
        return this.#questions.refuse(message.ask, message.error);
      case 'welcome':
      case 'rejected':
      case 'beat':
        return;
    }
  }

  #drop(attemptIds: readonly AttemptId[]): void {
    for (const attemptId of this.#held.revoke(attemptIds)) this.#runner.cancel(attemptId, 'cancelled');
  }

  #waitForScheduler(): void {
    this.#aloneTimer ??= setTimeout(() => {
      const { ids } = this.#held;
      this.#emit({ kind: 'abandoned', count: ids.length });
      this.#drop(ids);
    }, this.#aloneMs);
  }

  #endSolitude(): void {
    if (this.#aloneTimer !== null) clearTimeout(this.#aloneTimer);
    this.#aloneTimer = null;
  }
}
