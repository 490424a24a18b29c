/**
 * A child as the supervisor sees it: what runs there, what was handed ahead, what it has loaded.
 *
 * States: starting → ready → retiring → gone; any of them → gone when the process ends.
 */
import type { AttemptId, CodeLocation } from '@tradewind/model';
import type { MessageToChild } from '../channel/messages.ts';
import { TokenPipe } from '../channel/token-pipe.ts';
import type { ChildProcess } from './child-process.ts';
import type { ExitCause } from './events.ts';
import type { HeldAttempt } from './held-attempt.ts';
import { RawOutput } from './raw-output.ts';

const MAX_RECENT = 8;

export type ChildState = 'starting' | 'ready' | 'retiring' | 'gone';

export interface ChildTraits {
  /** Runs one attempt and ends. */
  readonly isSingleUse: boolean;
  /** RAM that the child and all it starts may hold; null: no limit. */
  readonly memoryLimitMb: number | null;
}

export class Child {
  readonly process: ChildProcess;
  readonly memoryLimitMb: number | null;
  readonly rawOutput: RawOutput = new RawOutput();
  isSingleUse: boolean;
  state: ChildState = 'starting';
  exitCause: ExitCause = 'died';
  /** It said its last word; what it had not started by then never ran. */
  isClosing = false;
  /** It takes no new attempts once another child is ready in its place. */
  isWorn = false;
  /** It is going to load the file of the attempt that runs, or is loading it. */
  isLoading = false;
  running: HeldAttempt | null = null;
  /** Attempts that ran here lately, the last one at the end: what they left behind may still print. */
  readonly #recent: HeldAttempt[] = [];
  /** Handed ahead, in the order in which it will run them. */
  ahead: HeldAttempt[] = [];
  /** Expected milliseconds of what was handed ahead. */
  aheadMs = 0;
  attemptCount = 0;
  /** Memory that it held after its first attempt. */
  firstMemoryMb: number | null = null;
  /** Since when the attempt that runs is believed to run, or since when it is idle; monotonic. */
  since: number = performance.now();
  readonly bundleVersions: Set<string> = new Set();
  readonly #files = new Set<string>();
  #tokens: TokenPipe | null = null;
  #hasAskedForTokens = false;
  #nextToken = 1;
  #newTokens: number[] = [];

  constructor(process: ChildProcess, { isSingleUse, memoryLimitMb }: ChildTraits) {
    this.process = process;
    this.isSingleUse = isSingleUse;
    this.memoryLimitMb = memoryLimitMb;
  }

  get pid(): number {
    return this.process.pid;
  }

  /** The attempt that runs, or ran last. */
  get current(): HeldAttempt | null {
    return this.running ?? this.#recent.at(-1) ?? null;
  }

  /** Whose log gets lines that come in the name of this attempt. */
  ownerOfLines(attemptId: AttemptId): HeldAttempt | null {
    return this.#recent.findLast((attempt) => attempt.attemptId === attemptId) ?? this.current;
  }

  get hasNothingToDo(): boolean {
    return this.running === null && this.ahead.length === 0;
  }

  /** Nothing ran in it, so it is as good as a new one. */
  get isPristine(): boolean {
    return this.attemptCount === 0;
  }

  hasLoaded(code: CodeLocation): boolean {
    return this.#files.has(fileKey(code));
  }

  /** Sends an attempt to a child that has nothing to do. */
  assign(attempt: HeldAttempt): void {
    this.running = attempt;
    this.since = performance.now();
    this.#take(attempt, 0);
  }

  get canBeHandedAhead(): boolean {
    return this.#tokens !== null;
  }

  /** Sends an attempt to a busy child; it is run when its turn comes, unless it is taken back before. */
  handAhead(attempt: HeldAttempt): void {
    const token = this.#nextToken++;
    this.ahead.push(attempt);
    this.aheadMs += attempt.expectedMs;
    this.#newTokens.push(token);
    this.#take(attempt, token);
  }

  /** Takes back what was handed ahead and has not been started. */
  takeBack(): HeldAttempt[] {
    if (this.ahead.length === 0 || this.#tokens === null) return [];
    // Tokens that are not in the pipe yet come back as well.
    this.#putTokens();
    const tokens = new Set(this.#tokens.takeAll());
    const back = this.ahead.filter(({ token }) => tokens.has(token));
    this.#keepAhead(this.ahead.filter(({ token }) => !tokens.has(token)));
    for (const attempt of back) {
      attempt.child = null;
      attempt.token = 0;
    }
    return back;
  }

  /** The child says that it runs `attempt`. */
  begin(attempt: HeldAttempt): void {
    this.since = performance.now();
    this.running = attempt;
    const index = this.ahead.indexOf(attempt);
    if (index !== -1) this.#keepAhead(this.ahead.slice(index + 1));
  }

  /** The attempt that runs is over. */
  finish(): void {
    if (this.running !== null && this.#recent.push(this.running) > MAX_RECENT) this.#recent.shift();
    this.running = null;
    this.since = performance.now();
  }

  /** Takes attempts away from it that it will not run, or not finish, any more. */
  abandon(isAbandoned: (attempt: HeldAttempt) => boolean): HeldAttempt[] {
    const all = this.running === null ? this.ahead : [this.running, ...this.ahead];
    const abandoned = all.filter(isAbandoned);
    if (this.running !== null && abandoned.includes(this.running)) this.finish();
    this.#keepAhead(this.ahead.filter((attempt) => !abandoned.includes(attempt)));
    return abandoned;
  }

  /** Asks once for a pipe of tokens, without which nothing can be handed ahead. */
  askForTokens(path: string): boolean {
    if (this.#hasAskedForTokens) return false;
    this.#hasAskedForTokens = true;
    this.send({ kind: 'open_tokens', path });
    return true;
  }

  openTokens(path: string): void {
    this.#tokens = new TokenPipe(path);
  }

  send(message: MessageToChild): void {
    this.process.send(message);
  }

  /** Writes what was sent. Tokens go first: whoever knows of an attempt finds its token, or it was taken back. */
  flush(): void {
    this.#putTokens();
    this.process.flush();
  }

  close(): void {
    this.state = 'gone';
    this.#tokens?.close();
    this.#tokens = null;
  }

  #take(attempt: HeldAttempt, token: number): void {
    const { workload, bundleDirectory } = attempt;
    attempt.child = this;
    attempt.token = token;
    this.attemptCount += 1;
    if (!this.hasLoaded(workload.code)) this.isLoading = true;
    this.#files.add(fileKey(workload.code));
    this.bundleVersions.add(workload.code.bundleVersion);
    this.send({ kind: 'run', workload, bundleDirectory: bundleDirectory ?? '', token });
  }

  #putTokens(): void {
    if (this.#newTokens.length === 0) return;
    this.#tokens?.put(this.#newTokens);
    this.#newTokens = [];
  }

  #keepAhead(ahead: HeldAttempt[]): void {
    this.ahead = ahead;
    this.aheadMs = ahead.reduce((sum, { expectedMs }) => sum + expectedMs, 0);
  }
}

function fileKey({ bundleVersion, file }: CodeLocation): string {
  return `${bundleVersion}/${file}`;
}
