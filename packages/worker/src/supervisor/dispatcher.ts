/**
 * Brings waiting attempts and children together.
 *
 * An attempt goes to an idle child. When none is idle and attempts are short, several are handed ahead to busy
 * children, which saves each of them a round trip; they are taken back as soon as that turns out to be wrong. A short
 * attempt rather waits behind others in a child that has loaded its file than has an idle child load it, too.
 */
import { MAX_TOKENS } from '../channel/token-pipe.ts';
import type { Child } from './child.ts';
import type { ChildPool } from './child-pool.ts';
import type { HeldAttempt } from './held-attempt.ts';
import type { TaskDurations } from './task-durations.ts';
import { isBefore, WaitingAttempts } from './waiting-attempts.ts';

/** Only attempts that are expected to be over sooner are handed ahead. */
const SHORT_MS = 2;
/** A busy child has at most so many milliseconds of work. */
const AHEAD_MS = 3;
/** An attempt that runs for longer loses what was handed ahead behind it. */
export const SLOW_MS = 5;
/** With less work than this ahead, a busy child is not robbed for an idle one. */
const WORTH_SHARING_MS = 0.5;
/** About what it takes to load a DAG file, if it imports little. */
const LOADING_MS = 3;

export interface DispatcherListener {
  onTakenBack(child: Child, attempts: readonly HeldAttempt[]): void;
}

export class Dispatcher {
  readonly #pool: ChildPool;
  readonly #durations: TaskDurations;
  readonly #listener: DispatcherListener;
  readonly #warm = new WaitingAttempts();
  readonly #fresh = new WaitingAttempts();
  readonly #touched = new Set<Child>();

  constructor(pool: ChildPool, durations: TaskDurations, listener: DispatcherListener) {
    this.#pool = pool;
    this.#durations = durations;
    this.#listener = listener;
  }

  add(attempt: HeldAttempt): void {
    (attempt.isFresh ? this.#fresh : this.#warm).add(attempt);
  }

  has(attempt: HeldAttempt): boolean {
    return (attempt.isFresh ? this.#fresh : this.#warm).has(attempt);
  }

  /** False when it does not wait here. */
  remove(attempt: HeldAttempt): boolean {
    return (attempt.isFresh ? this.#fresh : this.#warm).remove(attempt);
  }

  removeAll(): HeldAttempt[] {
    return [...this.#fresh.removeAll(), ...this.#warm.removeAll()];
  }

  /** Places what can be placed; says in how many milliseconds to call again if nothing happens before, else null. */
  dispatch(): number | null {
    while (this.#placeNext());
    this.#handAhead();
    if (this.#shareWithIdle()) {
      while (this.#placeNext());
      this.#handAhead();
    }
    for (const child of this.#touched) child.flush();
    this.#touched.clear();
    return this.#grow();
  }

  /** Takes back what the child has not started, to be placed by the next `dispatch`. */
  takeBack(child: Child): readonly HeldAttempt[] {
    const attempts = child.takeBack();
    for (const attempt of attempts) this.add(attempt);
    // It may have finished what it ran while it still had these: then nobody else tells the pool that it is free.
    this.#pool.release(child);
    if (attempts.length > 0) this.#listener.onTakenBack(child, attempts);
    return attempts;
  }

  #placeNext(): boolean {
    const warm = this.#warm.first;
    const fresh = this.#fresh.first;
    if (warm === undefined && fresh === undefined) return false;
    const isFreshFirst = warm === undefined || (fresh !== undefined && isBefore(fresh, warm));
    // They need different things, so one kind that finds none does not hold up the other.
    if (isFreshFirst) return this.#placeFresh() || this.#placeWarm();
    return this.#placeWarm() || this.#placeFresh();
  }

  #placeWarm(): boolean {
    const next = this.#warm.first;
    if (next === undefined || !this.#pool.hasIdle) return false;
    if (!this.#hasIdleWith(next) && this.#queueWhereLoaded(next)) return true;
    const child = this.#pool.takeIdle(next.workload.code);
    if (child === null) return false;
    this.#warm.removeFirst();
    this.#assign(child, next);
    return true;
  }

  /** Whether an idle child has loaded the file of `attempt`. */
  #hasIdleWith({ workload: { code } }: HeldAttempt): boolean {
    for (const child of this.#pool.all) {
      if (child.state === 'ready' && child.hasNothingToDo && child.hasLoaded(code)) return true;
    }
    return false;
  }

  #queueWhereLoaded(attempt: HeldAttempt): boolean {
    attempt.expectedMs = this.#durations.expectedMs(attempt.workload);
    if (attempt.expectedMs > SHORT_MS) return false;
    const child = this.#leastBusy(attempt, performance.now());
    if (child === null) return false;
    this.#warm.removeFirst();
    child.handAhead(attempt);
    this.#touched.add(child);
    return true;
  }

  #placeFresh(): boolean {
    const next = this.#fresh.first;
    if (next === undefined) return false;
    const { memoryLimitMb } = next.workload;
    const spare = memoryLimitMb === null ? this.#pool.takePristine() : null;
    const child = spare ?? this.#pool.startSingleUse(memoryLimitMb);
    if (child === null) return false;
    child.isSingleUse = true;
    this.#fresh.removeFirst();
    this.#assign(child, next);
    return true;
  }

  #assign(child: Child, attempt: HeldAttempt): void {
    attempt.expectedMs = this.#durations.expectedMs(attempt.workload);
    child.assign(attempt);
    this.#touched.add(child);
  }

  #handAhead(): void {
    for (let next = this.#warm.first; next !== undefined; next = this.#warm.first) {
      if (!this.#queueWhereLoaded(next)) return;
    }
  }

  /** The busy child that will be the first to come to `attempt`; null when none has room for it. */
  #leastBusy(attempt: HeldAttempt, now: number): Child | null {
    let best: Child | null = null;
    let bestMs = AHEAD_MS - attempt.expectedMs;
    for (const child of this.#pool.all) {
      if (!isOpenFor(child, attempt, now)) continue;
      const busyMs = child.aheadMs + (child.running?.expectedMs ?? 0);
      if (busyMs > bestMs) continue;
      if (!child.canBeHandedAhead) {
        this.#pool.askForTokens(child);
        continue;
      }
      best = child;
      bestMs = busyMs;
    }
    return best;
  }

  /** Takes work back from the busiest child when another one has nothing to do. True when there is work to place. */
  #shareWithIdle(): boolean {
    if (this.#warm.size > 0 || !this.#pool.hasIdle) return false;
    let busiest: Child | null = null;
    for (const child of this.#pool.all) {
      if (child.aheadMs > Math.max(busiest?.aheadMs ?? 0, this.#worthSharingMs(child))) busiest = child;
    }
    return busiest !== null && this.takeBack(busiest).length > 0;
  }

  /** How much work has to wait for a child before others get some of it: more when they have to load its file first. */
  #worthSharingMs({ ahead }: Child): number {
    const last = ahead.at(-1);
    if (last === undefined || ahead.length < 2) return Number.POSITIVE_INFINITY;
    return this.#hasIdleWith(last) ? WORTH_SHARING_MS : LOADING_MS;
  }

  #grow(): number | null {
    const first = this.#warm.first;
    return this.#pool.grow({
      waiting: this.#warm.size,
      waitedMs: first === undefined ? 0 : performance.now() - first.arrivedAt,
      expectedMs: first === undefined ? 0 : this.#durations.expectedMs(first.workload),
      waitingShare: this.#durations.waitingShare,
    });
  }
}

function isOpenFor(child: Child, attempt: HeldAttempt, now: number): boolean {
  return (
    child.state === 'ready' &&
    !child.isSingleUse &&
    !child.isWorn &&
    !child.isClosing &&
    !child.hasNothingToDo &&
    child.ahead.length < MAX_TOKENS / 2 &&
    now - child.since < SLOW_MS &&
    child.running?.ending == null &&
    child.hasLoaded(attempt.workload.code)
  );
}
