/**
 * What is done about a turn that failed: it is undone, and made again after a pause, without the run that is to blame.
 *
 * Invariant: nothing that failed is given up. Only triggers are, when a turn fails twice through nobody's known fault.
 */
import { type CommitConflict, isUnreachable } from '@tradewind/store';
import type { RunBoard } from '../decide/run-board.ts';
import type { Inbox } from './inbox.ts';
import { RunFault } from './run-fault.ts';
import type { SchedulerLife } from './scheduler-life.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { Turn } from './turn.ts';
import { undoTurn } from './undo-turn.ts';

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 2_000;

export class Recovery {
  readonly #parts: SchedulerParts;
  readonly #life: SchedulerLife;
  #endPause: (() => void) | undefined;
  /** Turns in a row that failed through nobody's known fault, and since when; monotonic. */
  #failures = 0;
  #failingSince = 0;

  constructor(parts: SchedulerParts, life: SchedulerLife) {
    this.#parts = parts;
    this.#life = life;
  }

  turnSucceeded(): void {
    this.#failures = 0;
  }

  /** The database refused the turn, since memory was not what it believed to be. */
  refused(conflict: CommitConflict, batch: Inbox, turn: Turn): void {
    const { emit, inbox, loop } = this.#parts;
    emit({ kind: 'turnRefused', why: conflict.kind });
    undoTurn(batch, turn, this.#parts);
    // What changed a run may have changed, or deleted, its DAG as well.
    inbox.addDags(Array.from(turn.touched, ({ facts }) => facts.dagId));
    if (conflict.kind === 'runs') for (const key of conflict.runs) inbox.runs.add(key);
    if (conflict.kind === 'ended') this.#life.takenOver();
    loop.wake();
  }

  async turnFailed(error: Error, batch: Inbox, turn: Turn): Promise<void> {
    undoTurn(batch, turn, this.#parts);
    this.#parts.loop.wake();
    if (!(error instanceof RunFault) && isUnreachable(error)) return this.#waitForDatabase(error);
    const board = error instanceof RunFault ? error.board : suspectOf(turn);
    if (board !== undefined) return this.#blame(board, error, turn);
    await this.#blameNobody(error, turn);
  }

  #blame({ facts }: RunBoard, { message }: Error, { now }: Turn): void {
    const { quarantine, watches, emit } = this.#parts;
    const pauseMs = quarantine.blame(facts.dagRunKey, now);
    watches.watchQuarantine(now + pauseMs);
    emit({ kind: 'turnFailed', message, dagId: facts.dagId, runId: facts.runId, pauseMs });
  }

  async #blameNobody(error: Error, turn: Turn): Promise<void> {
    const { quarantine, inbox, loop, emit } = this.#parts;
    for (const { facts } of turn.touched) quarantine.suspect(facts.dagRunKey);
    if (this.#failures === 0) this.#failingSince = performance.now();
    this.#failures += 1;
    const pauseMs = Math.min(SHORTEST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    emit({ kind: 'turnFailed', message: error.message, dagId: null, runId: null, pauseMs });
    // The first time it may have been a DAG that was deleted meanwhile, which is read again now.
    if (this.#failures > 1) for (const { reject } of inbox.triggers.splice(0)) reject(error);
    await this.#pause(pauseMs);
    if (loop.isStopping && hasLasted(this.#failingSince)) loop.rest();
  }

  /** Waits until the database answers again, and looks at everything that it may have missed. */
  async #waitForDatabase(cause: Error): Promise<void> {
    const { link, loop, emit, notices } = this.#parts;
    const since = performance.now();
    emit({ kind: 'databaseAway', message: cause.message });
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      await this.#pause(pauseMs);
      try {
        await link.open();
        break;
      } catch (error) {
        if (!isUnreachable(error)) return;
      }
      if (loop.isStopping && hasLasted(since)) return loop.rest();
    }
    emit({ kind: 'databaseBack', afterMs: performance.now() - since });
    notices.lookAgain();
  }

  /** Ends a pause that is under way. */
  hurry(): void {
    this.#endPause?.();
  }

  #pause(pauseMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A scheduler that is to stop does not wait for longer. */
function hasLasted(since: number): boolean {
  return performance.now() - since >= LONGEST_PAUSE_MS;
}

/** Whose fault it is when nobody says so: that of the only run of the turn, or of the one that was let in on trial. */
function suspectOf(turn: Turn): RunBoard | undefined {
  const created = new Set(turn.newRuns.map(({ dagRunKey }) => dagRunKey));
  const stored = [...turn.touched].filter(({ facts }) => !created.has(facts.dagRunKey));
  if (stored.length === 1 && created.size === 0) return stored[0];
  return stored.find(({ facts }) => facts.dagRunKey === turn.suspect);
}
