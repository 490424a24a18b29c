/**
 * The children: starting them, choosing among the idle ones, replacing worn ones, ending superfluous ones.
 *
 * Which attempt goes where is the dispatcher's business; what happens to an attempt is the supervisor's.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeLocation } from '@tradewind/model';
import { createTemporaryFolder } from '@tradewind/sdk/runtime';
import type { MessageFromChild } from '../channel/messages.ts';
import { Child, type ChildTraits } from './child.ts';
import { type ChildExit, ChildProcess, type RawStream } from './child-process.ts';
import type { ExitCause } from './events.ts';
import { Guardian } from './guardian.ts';
import { heapLimitMb } from './memory-watch.ts';
import type { ResolvedSupervisorOptions } from './options.ts';
import { childrenToStart, type PoolDemand, type PoolFacts, patienceMs } from './pool-size.ts';

/** A child that was told to exit has this long; then it is killed. */
const EXIT_GRACE_MS = 2000;
/** After a child that died while it was starting, the next one starts later and later. */
const FIRST_RESTART_DELAY_MS = 100;
const MAX_RESTART_DELAY_MS = 30_000;
/** A child may always hold this many times what it held after its first attempt. */
const HARMLESS_GROWTH = 1.5;
const WARM: ChildTraits = { isSingleUse: false, memoryLimitMb: null };

export interface PoolListener {
  onMessages(child: Child, messages: readonly MessageFromChild[]): void;
  onRawLines(child: Child, stream: RawStream, lines: readonly string[]): void;
  onExit(child: Child, exit: ChildExit): void;
}

export class ChildPool {
  readonly #options: ResolvedSupervisorOptions;
  readonly #listener: PoolListener;
  readonly #children = new Set<Child>();
  /** Ready children with nothing to do; the one used last is at the end, and is used first. */
  readonly #idle: Child[] = [];
  readonly #guardian = new Guardian();
  readonly #folder = createTemporaryFolder('worker');
  #tokenPipes = 0;
  #failedStarts = 0;
  #restartAt = 0;
  /** The last instant at which children were starting or loading code before they could do anything else. */
  #warmSince = 0;
  #reaper: NodeJS.Timeout | null = null;

  constructor(options: ResolvedSupervisorOptions, listener: PoolListener) {
    this.#options = options;
    this.#listener = listener;
  }

  get all(): ReadonlySet<Child> {
    return this.#children;
  }

  /** Children that may still get attempts, or run one. */
  get size(): number {
    return count(this.#children, ({ state }) => state !== 'retiring');
  }

  /** How many children in a row died before they were ready. */
  get failedStarts(): number {
    return this.#failedStarts;
  }

  get hasIdle(): boolean {
    return this.#idle.length > 0;
  }

  /** Monotonic instant before which no child is started, since the last ones died at once. */
  get restartAt(): number {
    return this.#restartAt;
  }

  /** An idle child for this code: the last used one that has loaded the file, else the version, else anything. */
  takeIdle(code: CodeLocation): Child | null {
    const idle = this.#idle;
    let index = idle.findLastIndex((child) => child.hasLoaded(code));
    if (index === -1) index = idle.findLastIndex((child) => child.bundleVersions.has(code.bundleVersion));
    if (index === -1) index = idle.length - 1;
    return idle.splice(index, 1)[0] ?? null;
  }

  /** An idle child in which nothing ran. */
  takePristine(): Child | null {
    const index = this.#idle.findLastIndex((child) => child.isPristine);
    return index === -1 ? null : (this.#idle.splice(index, 1)[0] ?? null);
  }

  /** A new child for one attempt; null when there is no room for it. */
  startSingleUse(memoryLimitMb: number | null): Child | null {
    if (performance.now() < this.#restartAt) return null;
    if (this.size >= this.#options.maxChildren) {
      const [longestIdle] = this.#idle;
      if (longestIdle === undefined) return null;
      this.retire(longestIdle, 'idle');
    }
    return this.#start({ isSingleUse: true, memoryLimitMb });
  }

  /**
   * Starts children if the demand asks for it; says in how many milliseconds to ask again, null if not before the next
   * event.
   */
  grow(demand: PoolDemand): number | null {
    const now = performance.now();
    if (now < this.#restartAt) return this.#restartAt - now;
    const { growAfterMs, minChildren, maxChildren, maxStarting } = this.#options;
    const lasting = [...this.#children].filter(({ state, isWorn }) => state !== 'retiring' && !isWorn);
    const warm = lasting.filter(({ isSingleUse }) => !isSingleUse);
    const isWarmingUp = warm.some(({ isLoading }) => isLoading) || !warm.some(({ state }) => state === 'ready');
    if (isWarmingUp) this.#warmSince = now;
    const waitedMs = isWarmingUp ? demand.waitedMs : Math.min(demand.waitedMs, now - this.#warmSince);
    const facts: PoolFacts = {
      children: warm.length,
      starting: warm.filter(({ state }) => state === 'starting').length,
      minChildren,
      room: maxChildren - lasting.length,
      isWarmingUp,
      growAfterMs,
      maxStarting,
    };
    const number = childrenToStart({ ...demand, waitedMs }, facts);
    for (let started = 0; started < number; started += 1) this.#start(WARM);
    const againInMs = patienceMs(facts) - waitedMs;
    return demand.waiting > 0 && againInMs > 0 ? againInMs : null;
  }

  /** The child says that it can take attempts. */
  markReady(child: Child): void {
    this.#failedStarts = 0;
    this.#restartAt = 0;
    if (child.state !== 'starting') return;
    child.state = 'ready';
    child.since = performance.now();
    this.#options.onEvent({ kind: 'child_ready', pid: child.pid });
    this.release(child);
    for (const worn of this.#children) if (worn.isWorn && worn.hasNothingToDo) this.retire(worn, 'worn');
  }

  /** The child is about to exit by itself. */
  markClosing(child: Child): void {
    child.isClosing = true;
    this.#forgetIdle(child);
  }

  /** The child has nothing to do: it waits for more, or ends. */
  release(child: Child): void {
    if (!this.#children.has(child) || child.state !== 'ready' || !child.hasNothingToDo || child.isClosing) return;
    if (this.#idle.includes(child)) return;
    if (child.isSingleUse) {
      if (!child.isPristine) this.retire(child, 'single_use');
      return;
    }
    if (child.isWorn && this.#hasReplacementFor(child)) {
      this.retire(child, 'worn');
      return;
    }
    this.#idle.push(child);
    this.#planReaping();
  }

  /** Replaces the child as soon as another one is ready, if it has had its time. */
  checkWear(child: Child, memoryMb: number): void {
    const { maxAttemptsPerChild, maxChildMemoryMb, maxVersionsPerChild } = this.#options;
    if (child.isWorn || child.isSingleUse) return;
    child.firstMemoryMb ??= memoryMb;
    // Code that needs this much from the start would need it in the next child as well.
    const memoryLimitMb = Math.max(maxChildMemoryMb, child.firstMemoryMb * HARMLESS_GROWTH);
    child.isWorn =
      child.attemptCount >= maxAttemptsPerChild ||
      memoryMb > memoryLimitMb ||
      child.bundleVersions.size > maxVersionsPerChild;
  }

  /** Ends a child: it gets no more attempts and exits when it has nothing to do. */
  retire(child: Child, cause: ExitCause): void {
    if (child.state === 'retiring' || child.state === 'gone') return;
    const hasLoaded = child.state === 'ready';
    child.state = 'retiring';
    child.exitCause = cause;
    this.#forgetIdle(child);
    // One that is still starting holds nothing that could be lost, and would take its time.
    if (!hasLoaded) child.process.signalGroup('SIGKILL');
    child.send({ kind: 'exit' });
    child.flush();
    setTimeout(() => child.state !== 'gone' && this.signal(child, 'SIGKILL'), EXIT_GRACE_MS).unref();
  }

  signal(child: Child, signal: NodeJS.Signals): void {
    this.#options.onEvent({ kind: 'group_signalled', pid: child.pid, signal });
    child.process.signalGroup(signal);
  }

  /** Asks a child for a pipe of tokens, once. */
  askForTokens(child: Child): void {
    const path = join(this.#folder, `tokens-${this.#tokenPipes}`);
    if (!child.askForTokens(path)) return;
    this.#tokenPipes += 1;
    child.flush();
  }

  /** Both sides hold the pipe, so its name can go. */
  openTokens(child: Child, path: string): void {
    child.openTokens(path);
    rmSync(path, { force: true });
    this.#options.onEvent({ kind: 'tokens_opened', pid: child.pid });
  }

  /** Call when all children are gone. */
  close(): void {
    if (this.#reaper !== null) clearInterval(this.#reaper);
    this.#guardian.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(traits: ChildTraits): Child {
    const { childArguments, environment, maxXComBytes, onEvent } = this.#options;
    const { memoryLimitMb } = traits;
    const heapLimit = memoryLimitMb === null ? [] : [`--max-old-space-size=${heapLimitMb(memoryLimitMb)}`];
    const process = new ChildProcess(
      { nodeArguments: [...childArguments, ...heapLimit], environment, settings: { maxXComBytes } },
      {
        onMessages: (messages) => this.#listener.onMessages(child, messages),
        onRawLines: (stream, lines) => this.#listener.onRawLines(child, stream, lines),
        onExit: (exit) => this.#exited(child, exit),
      },
    );
    const child = new Child(process, traits);
    this.#children.add(child);
    if (child.pid !== 0) this.#guardian.guard(child.pid);
    this.#limitStart(child);
    onEvent({ kind: 'child_started', pid: child.pid });
    return child;
  }

  #limitStart(child: Child): void {
    const { loadTimeoutMs } = this.#options;
    setTimeout(() => child.state === 'starting' && this.signal(child, 'SIGKILL'), loadTimeoutMs).unref();
  }

  #exited(child: Child, exit: ChildExit): void {
    if (child.state === 'starting') this.#delayRestart();
    this.#children.delete(child);
    this.#forgetIdle(child);
    if (child.pid !== 0) this.#guardian.release(child.pid);
    this.#listener.onExit(child, exit);
    child.close();
    const { exitCode, signal } = exit;
    this.#options.onEvent({ kind: 'child_exited', pid: child.pid, exitCode, signal, why: child.exitCause });
  }

  #hasReplacementFor(worn: Child): boolean {
    return [...this.#children].some(
      (child) => child !== worn && child.state === 'ready' && !child.isWorn && !child.isSingleUse,
    );
  }

  #delayRestart(): void {
    const delayMs = Math.min(MAX_RESTART_DELAY_MS, FIRST_RESTART_DELAY_MS * 2 ** this.#failedStarts);
    this.#failedStarts += 1;
    this.#restartAt = performance.now() + delayMs;
  }

  #forgetIdle(child: Child): void {
    const index = this.#idle.indexOf(child);
    if (index !== -1) this.#idle.splice(index, 1);
  }

  #planReaping(): void {
    if (this.#reaper !== null || this.#children.size <= this.#options.minChildren) return;
    this.#reaper = setInterval(() => this.#reap(), Math.max(10, this.#options.idleMs / 4));
    this.#reaper.unref();
  }

  #reap(): void {
    const { idleMs, minChildren } = this.#options;
    const before = performance.now() - idleMs;
    for (const child of [...this.#idle]) {
      if (this.size <= minChildren) break;
      if (child.since <= before) this.retire(child, 'idle');
    }
    if (this.#children.size > minChildren || this.#reaper === null) return;
    clearInterval(this.#reaper);
    this.#reaper = null;
  }
}

function count(children: Iterable<Child>, isCounted: (child: Child) => boolean): number {
  let number = 0;
  for (const child of children) if (isCounted(child)) number += 1;
  return number;
}
