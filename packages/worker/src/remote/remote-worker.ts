/**
 * A worker without a database: takes attempts from an API server by long poll, has its runner run them, and tells what
 * became of them until the server has stored it.
 *
 * Invariants
 * 1. A report is sent until it is stored or refused. Of a revoked attempt nothing is told any more.
 * 2. An attempt runs once, however often it is offered.
 * 3. Attempts go on while the server is away, for `aloneMs`; then they are stopped, since somebody else may have been
 *    given them long ago.
 * 4. A beat after every silence compares what the worker has with what it was given, before it asks for more.
 */
import { askForWork, beatAsWorker, leaveAsWorker } from '@tradewind/contract/execution';
import { type AttemptId, type AttemptReport, LookAhead } from '@tradewind/model';
import type { StopOptions } from '../attempt-runner.ts';
import type { AttemptRef } from '../logs/log-line.ts';
import { AttemptTokens } from './attempt-tokens.ts';
import { ExecutionRefusedError, WorkerRejectedError, WorkerStoppedError } from './errors.ts';
import type { RemoteWorkerEvent } from './events.ts';
import { ExecutionClient } from './execution-client.ts';
import { FetchedBundles } from './fetched-bundles.ts';
import type { GivenWorkload } from './given-workload.ts';
import { HeldAttempts } from './held-attempts.ts';
import { httpBundleServer } from './http-bundle-server.ts';
import { HttpChannel } from './http-channel.ts';
import { Membership } from './membership.ts';
import type { RemoteRunner, RemoteWorkerOptions } from './options.ts';
import { remoteExecutionApi } from './remote-execution-api.ts';
import { RemoteLogStore } from './remote-log-store.ts';
import { ReportSender } from './report-sender.ts';
import { ServerReach } from './server-reach.ts';

/** A poll whose answer is this late was lost on the way. */
const POLL_SLACK_MS = 10_000;
/** The report of an attempt waits so long for its last lines, so that whoever follows the log sees them. */
const LAST_LINES_MS = 1000;
const MOST_AT_ONCE = 200;

export class RemoteWorker {
  readonly #options: RemoteWorkerOptions;
  readonly #emit: (event: RemoteWorkerEvent) => void;
  readonly #pollMs: number;
  readonly #channel: HttpChannel;
  readonly #held = new HeldAttempts();
  readonly #lookAhead = new LookAhead();
  readonly #reach: ServerReach;
  readonly #client: ExecutionClient;
  readonly #membership: Membership;
  readonly #tokens: AttemptTokens;
  readonly #logs: RemoteLogStore;
  readonly #reports: ReportSender;
  readonly #runner: RemoteRunner;
  /** Ends every call. */
  readonly #end = new AbortController();
  /** Ends the poll. */
  readonly #drain = new AbortController();
  #beats: NodeJS.Timeout | undefined;
  #beating: Promise<void> | null = null;
  #loop: Promise<void> | null = null;
  #stopping: Promise<void> | null = null;

  constructor(options: RemoteWorkerOptions) {
    this.#options = options;
    const { facts, home, joinToken, completeBundle = async () => {}, aloneMs = 300_000, keptVersions } = options;
    this.#emit = options.onEvent ?? (() => {});
    this.#pollMs = options.pollMs ?? 25_000;
    this.#channel = new HttpChannel(options.url);
    this.#reach = new ServerReach({ onEvent: this.#emit, aloneMs, onAlone: () => this.#abandon() });
    const client = new ExecutionClient({
      channel: this.#channel,
      onAway: (message) => this.#reach.noteAway(message),
      onHere: () => this.#reach.noteHere(),
      signal: this.#end.signal,
    });
    this.#client = client;
    this.#membership = new Membership({ client, facts, joinToken, onGivenUp: () => this.#dropAll() });
    const { credentials } = this.#membership;
    this.#tokens = new AttemptTokens(client, credentials);
    this.#logs = new RemoteLogStore({
      client,
      tokens: this.#tokens,
      isAway: () => this.#reach.isAway,
      onLost: (count) => this.#emit({ kind: 'logLinesLost', count }),
    });
    this.#reports = new ReportSender({
      client,
      credentials,
      appetite: () => this.#appetite(),
      onStored: (reports, refused) => this.#noteStored(reports, refused),
      onWork: (work) => this.#take(work),
      onUnreadable: (message) => this.#emit({ kind: 'reportsUnreadable', message }),
    });
    const bundles = new FetchedBundles({
      home,
      server: httpBundleServer(client, credentials),
      complete: completeBundle,
      inUse: () => this.#held.versions,
      onRemove: (version) => this.#runner.forgetBundle(version),
      ...(keptVersions === undefined ? {} : { keptVersions }),
      onEvent: this.#emit,
    });
    this.#runner = options.createRunner({
      api: remoteExecutionApi(client, this.#tokens),
      bundles,
      logs: this.#logs,
    });
  }

  /** Resolves when it is ready to run attempts; it joins, and joins again, by itself. */
  async start(): Promise<void> {
    await this.#runner.start((reports) => void this.#report(reports));
    this.#loop = this.#run();
  }

  /**
   * Takes no more attempts, lets running ones go on for `graceMs`, then ends them, and waits for a while until the server
   * has stored what became of them. May be called several times.
   */
  stop(options: StopOptions): Promise<void> {
    this.#stopping ??= this.#stop(options);
    return this.#stopping;
  }

  async #stop({ graceMs }: StopOptions): Promise<void> {
    const { settleMs = 5000 } = this.#options;
    this.#membership.isDraining = true;
    this.#drain.abort();
    void this.#beat(false);
    // Logs that cannot be sent must not keep it from ending.
    const late = setTimeout(() => this.#end.abort(new WorkerStoppedError()), graceMs + settleMs + POLL_SLACK_MS);
    await this.#runner.stop({ graceMs });
    await this.#held.untilSettled(settleMs);
    await this.#leave(settleMs);
    clearTimeout(late);
    clearInterval(this.#beats);
    this.#end.abort(new WorkerStoppedError());
    this.#reach.end();
    await this.#loop;
    await this.#beating;
    this.#channel.close();
  }

  async #leave(timeoutMs: number): Promise<void> {
    if (this.#membership.credentials.token() === null || this.#reach.isAway) return;
    const limits = { isPersistent: false, timeoutMs };
    await this.#client.call(leaveAsWorker, {}, this.#membership.credentials, limits).catch(() => undefined);
  }

  // Asking for work ---------------------------------------------------------------------------------------------------

  async #run(): Promise<void> {
    try {
      await this.#membership.join();
      this.#emit({ kind: 'joined', attempts: this.#held.ids.length });
      this.#beats = setInterval(() => void this.#beat(false), this.#membership.heartbeatMs);
      while (!this.#drain.signal.aborted) await this.#ask();
    } catch (error) {
      if (error instanceof WorkerRejectedError) this.#options.onRejected(error);
      else if (!this.#end.signal.aborted) throw error;
    }
  }

  /** One poll. After one that failed, what the worker has is compared first. */
  async #ask(): Promise<void> {
    const wait_ms = this.#pollMs;
    try {
      const { value } = await this.#client.call(
        askForWork,
        { body: { wait_ms, ...this.#appetite() } },
        this.#membership.credentials,
        { timeoutMs: wait_ms + POLL_SLACK_MS, signal: this.#drain.signal, isPersistent: false },
      );
      this.#take(value.work);
      if (value.must_beat) await this.#beat(false);
    } catch (error) {
      if (error instanceof WorkerRejectedError) throw error;
      if (!this.#drain.signal.aborted) await this.#beat(true);
    }
  }

  #appetite(): { readonly ahead: number; readonly limit: number } {
    if (this.#drain.signal.aborted) return { ahead: 0, limit: 0 };
    return { ahead: this.#lookAhead.sizeAt(performance.now()), limit: MOST_AT_ONCE };
  }

  #take(work: readonly GivenWorkload[]): void {
    const mine = work.filter(({ workload }) => this.#held.add(workload));
    for (const { workload, token } of mine) {
      const { attemptId, taskId, mapIndex, tryNumber, run } = workload;
      const ref: AttemptRef = { dagId: run.dagId, runId: run.runId, taskId, mapIndex, tryNumber };
      this.#tokens.set(attemptId, token);
      this.#logs.begin(attemptId, ref);
    }
    if (mine.length > 0) this.#runner.run(mine.map(({ workload }) => workload));
  }

  // Saying that it lives ----------------------------------------------------------------------------------------------

  /** One at a time. With `isResuming` no answer is on its way, so that what is missing will not come. */
  #beat(isResuming: boolean): Promise<void> {
    this.#beating ??= this.#beatOnce(isResuming).finally(() => {
      this.#beating = null;
    });
    return this.#beating;
  }

  async #beatOnce(is_resuming: boolean): Promise<void> {
    const { credentials, isDraining: is_draining } = this.#membership;
    const body = { held: this.#held.ids, is_resuming, is_draining };
    try {
      const { value } = await this.#client.call(beatAsWorker, { body }, credentials);
      if (!is_draining) this.#take(value.work);
      this.#drop(value.revoked);
      for (const { attempt_id, reason } of value.cancelled) this.#runner.cancel(attempt_id, reason);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      if (error instanceof WorkerRejectedError) return this.#options.onRejected(error);
      if (!(error instanceof ExecutionRefusedError) || error.status !== 410) return;
      await this.#membership.beginAnew().catch((cause: unknown) => {
        if (cause instanceof WorkerRejectedError) this.#options.onRejected(cause);
      });
    }
  }

  // What became of attempts -------------------------------------------------------------------------------------------

  async #report(reports: readonly AttemptReport[]): Promise<void> {
    const mine = this.#held.note(reports);
    const finished = mine.filter(({ kind }) => kind === 'finished');
    if (finished.length > 0) this.#lookAhead.finished(finished.length, performance.now());
    const isWaiting = ({ attemptId }: AttemptReport): boolean => this.#logs.isSending(attemptId);
    this.#reports.add(mine.filter((report) => report.kind !== 'finished' || !isWaiting(report)));
    await Promise.all(
      finished.filter(isWaiting).map(async (report) => {
        await this.#logs.sent(report.attemptId, LAST_LINES_MS);
        this.#reports.add([report]);
      }),
    );
  }

  #noteStored(reports: readonly AttemptReport[], refused: readonly AttemptId[]): void {
    const ended = reports.filter(({ kind }) => kind === 'finished').map(({ attemptId }) => attemptId);
    this.#held.settle(ended);
    this.#forget(ended);
    this.#drop(refused.filter((attemptId) => this.#held.has(attemptId)));
  }

  /** Stops attempts that are not its own any more. */
  #drop(attemptIds: readonly AttemptId[]): void {
    const running = this.#held.revoke(attemptIds);
    this.#forget(attemptIds);
    if (running.length > 0) this.#emit({ kind: 'attemptsRevoked', count: running.length });
    for (const attemptId of running) this.#runner.cancel(attemptId, 'cancelled');
  }

  #forget(attemptIds: readonly AttemptId[]): void {
    for (const attemptId of attemptIds) this.#logs.end(attemptId);
  }

  #dropAll(): void {
    this.#emit({ kind: 'givenUp', count: this.#held.running });
    this.#drop(this.#held.ids);
  }

  #abandon(): void {
    this.#emit({ kind: 'abandoned', count: this.#held.running });
    this.#drop(this.#held.ids);
  }
}
