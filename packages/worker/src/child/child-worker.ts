/**
 * The child: runs the attempts that the supervisor sends, one after the other.
 *
 * Invariants
 * C1. At most one attempt runs at a time.
 * C2. An attempt that was handed ahead starts only after its token was taken; attempts before it in the queue whose
 *     token did not come were taken back, and are forgotten.
 * C3. The outcome of an attempt is written to the channel before the next one starts, so that a crash of the next one
 *     cannot take it along.
 */
import { execFile } from 'node:child_process';
import { type AttemptId, type AttemptOutcome, type Workload, wallClock } from '@tradewind/model';
import type { DagDefinition, TaskServices } from '@tradewind/sdk/runtime';
import type { MessageToChild } from '../channel/messages.ts';
import { TokenPipe } from '../channel/token-pipe.ts';
import { DagFileNotLoadableError } from '../errors.ts';
import type { LogLine } from '../logs/log-line.ts';
import { type AttemptAnswer, outcomeOfError, runAttempt } from '../run-attempt.ts';
import { AttemptOutput } from './attempt-output.ts';
import { asAttempt, currentAttempt } from './current-attempt.ts';
import { DagFiles } from './dag-files.ts';
import { ExecutionClient } from './execution-client.ts';
import type { Outbox } from './outbox.ts';
import { OutputMarks } from './output-marks.ts';
import { ProcessUsage } from './process-usage.ts';
import type { ChildSettings } from './settings.ts';
import { createTaskServices } from './task-services.ts';

/** Exit code after an error that nobody caught. */
const UNCAUGHT_EXIT_CODE = 70;

type AbortMessage = Extract<MessageToChild, { kind: 'abort' }>;
type RunMessage = Extract<MessageToChild, { kind: 'run' }>;

interface RunningAttempt {
  readonly attemptId: AttemptId;
  readonly startedAt: number;
  /** Turns of the event loop before it. */
  readonly turns: number;
  readonly abortController: AbortController;
}

export class ChildWorker {
  readonly #settings: ChildSettings;
  readonly #outbox: Outbox;
  readonly #output: AttemptOutput;
  readonly #files = new DagFiles();
  readonly #api: ExecutionClient;
  readonly #usage = new ProcessUsage();
  readonly #marks = new OutputMarks();
  #queue: RunMessage[] = [];
  #running: RunningAttempt | null = null;
  #isPumping = false;
  #isToExit = false;
  #tokens: TokenPipe | null = null;
  #earlyToken: number | null = null;
  /** The last attempt that was aborted while it was not running; it may still come. */
  #earlyAbort: AbortMessage | null = null;

  constructor(settings: ChildSettings, outbox: Outbox) {
    this.#settings = settings;
    this.#outbox = outbox;
    this.#output = new AttemptOutput(outbox);
    this.#api = new ExecutionClient(outbox);
  }

  /** Replaces the standard streams, and says that attempts may come. */
  start(): void {
    this.#output.capture(process);
    this.#outbox.post({ kind: 'ready' });
    this.#outbox.flush();
  }

  receive(messages: readonly MessageToChild[]): void {
    for (const message of messages) this.#receiveOne(message);
    if (!this.#isPumping) void this.#pump();
  }

  /**
   * Nobody caught `error`. It fails the attempt that runs, and the process ends; but if an attempt that is over left it
   * behind, the one that runs may finish first.
   */
  receiveUncaught(error: unknown): void {
    const culprit = currentAttempt();
    const isLate = culprit !== null && culprit !== this.#running?.attemptId;
    if (isLate) this.#output.write(lateErrorLine(error), culprit);
    this.#isToExit = true;
    if (isLate && this.#running !== null) return;
    this.failRunning(outcomeOfError(error));
    process.exit(UNCAUGHT_EXIT_CODE);
  }

  /** Ends the attempt that runs with this outcome, if one runs. The process must end after it. */
  failRunning(outcome: AttemptOutcome): void {
    if (this.#running !== null) this.#finish(this.#running, { outcome, rendered: null });
  }

  #receiveOne(message: MessageToChild): void {
    switch (message.kind) {
      case 'run':
        this.#queue.push(message);
        break;
      case 'abort':
        this.#abort(message);
        break;
      case 'answer':
        this.#api.answer(message.call, message.value);
        break;
      case 'refusal':
        this.#api.refuse(message.call, message.error);
        break;
      case 'open_tokens':
        this.#openTokens(message.path);
        break;
      case 'exit':
        this.#isToExit = true;
        break;
    }
  }

  #abort(message: AbortMessage): void {
    if (this.#running?.attemptId === message.attemptId) this.#running.abortController.abort(abortReason(message));
    else this.#earlyAbort = message;
  }

  async #pump(): Promise<void> {
    this.#isPumping = true;
    for (let next = this.#takeNext(); next !== null; next = this.#takeNext()) {
      await this.#run(next);
      if (this.#isToExit) break;
    }
    this.#isPumping = false;
    this.#outbox.flush();
    if (this.#isToExit) process.exit();
  }

  /** The next attempt that this child may start. */
  #takeNext(): RunMessage | null {
    if (this.#queue.length === 0) return null;
    // One without a token is sent to a child that has nothing to do: what stands before it was taken back.
    const free = this.#queue.findIndex(({ token }) => token === 0);
    if (free !== -1) return this.#takeAt(free);
    const token = this.#earlyToken ?? this.#tokens?.takeOne() ?? null;
    const index = this.#queue.findIndex((message) => message.token === token);
    // A token without its attempt: the token was faster than the message, which is still to be read.
    this.#earlyToken = index === -1 ? token : null;
    return this.#takeAt(index === -1 ? this.#queue.length : index);
  }

  /** Forgets everything before `index`. */
  #takeAt(index: number): RunMessage | null {
    const taken = this.#queue[index] ?? null;
    this.#queue.splice(0, index + 1);
    return taken;
  }

  async #run({ workload, bundleDirectory }: RunMessage): Promise<void> {
    const { attemptId } = workload;
    const { turns } = this.#outbox;
    const running = { attemptId, startedAt: wallClock(), turns, abortController: new AbortController() };
    this.#running = running;
    if (this.#earlyAbort?.attemptId === attemptId) this.#abort(this.#earlyAbort);
    const isResultWaiting = !this.#outbox.isEmpty;
    const isLoading = !this.#files.has(workload.code, bundleDirectory);
    this.#outbox.post({ kind: 'started', attemptId, at: running.startedAt, isLoading });
    if (isResultWaiting) this.#outbox.flush();
    this.#output.begin(attemptId);
    this.#marks.begin();
    this.#usage.begin();
    const answer = await this.#answer(workload, bundleDirectory, running);
    // An error that nobody caught may have ended it already.
    if (this.#running === running) this.#finish(running, answer);
  }

  async #answer(workload: Workload, bundleDirectory: string, running: RunningAttempt): Promise<AttemptAnswer> {
    let dag: DagDefinition | Promise<DagDefinition>;
    try {
      dag = this.#files.find(workload.code, bundleDirectory, workload.run.dagId);
      if (dag instanceof Promise) dag = await this.#whileLoading(dag);
    } catch (error) {
      // Node remembers that a module failed, so another try needs another process.
      if (error instanceof DagFileNotLoadableError) this.#isToExit = true;
      return { outcome: outcomeOfError(error), rendered: null };
    }
    // Called off while its file was loaded: what the task listens for has happened already.
    const { signal } = running.abortController;
    if (signal.aborted) return { outcome: outcomeOfError(signal.reason), rendered: null };
    const definition = dag;
    return asAttempt(workload.attemptId, () =>
      runAttempt(definition, workload, this.#servicesOf(running), this.#settings),
    );
  }

  /** Says so at once: loading and the task may block the event loop, and the supervisor watches how long they take. */
  async #whileLoading<Dag>(dag: Promise<Dag>): Promise<Dag> {
    this.#outbox.post({ kind: 'loading' });
    this.#outbox.flush();
    try {
      return await dag;
    } finally {
      this.#outbox.post({ kind: 'loaded', at: wallClock() });
      this.#outbox.flush();
    }
  }

  #servicesOf({ attemptId, abortController }: RunningAttempt): TaskServices {
    return createTaskServices({ attemptId, signal: abortController.signal, output: this.#output, api: this.#api });
  }

  #finish({ attemptId, startedAt, turns }: RunningAttempt, { outcome, rendered }: AttemptAnswer): void {
    this.#output.end();
    const usage = this.#usage.end();
    const hasWaited = this.#outbox.turns !== turns;
    const hasOutputMarks = this.#marks.end(attemptId);
    this.#running = null;
    this.#outbox.post({
      kind: 'finished',
      attemptId,
      startedAt,
      at: wallClock(),
      outcome,
      ...usage,
      hasWaited,
      rendered,
      hasOutputMarks,
    });
  }

  #openTokens(path: string): void {
    execFile('mkfifo', ['-m', '600', path], (error) => {
      // Without named pipes nothing is handed ahead; everything else works.
      if (error !== null) return;
      this.#tokens = new TokenPipe(path);
      this.#outbox.post({ kind: 'tokens_open', path });
    });
  }
}

function lateErrorLine(error: unknown): LogLine {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const message = `An error that nobody caught came after the attempt was over: ${text}`;
  return { at: new Date().toISOString(), level: 'error', stream: 'system', message };
}

function abortReason({ reason, message }: AbortMessage): DOMException {
  return new DOMException(message, reason === 'timeout' ? 'TimeoutError' : 'AbortError');
}
