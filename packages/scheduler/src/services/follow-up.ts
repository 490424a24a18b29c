/** What follows from a turn that is committed, or that had nothing to commit: memory, timers, executors, listeners. */
import type { DagId, DagRunKey } from '@tradewind/model';
import type { TurnChanges } from '@tradewind/store';
import { markCommitted, type RunBoard } from '../decide/run-board.ts';
import type { SchedulerLife } from './scheduler-life.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import { answerLeftOut } from './triggered-runs.ts';
import type { Turn } from './turn.ts';
import { WatcherCalls } from './watcher-calls.ts';

/** What was written. */
export interface Written {
  readonly boards: readonly RunBoard[];
  readonly streaks: TurnChanges['streaks'];
  readonly createdRuns: readonly DagRunKey[];
}

export class FollowUp {
  readonly #parts: SchedulerParts;
  readonly #life: SchedulerLife;
  readonly #watchers: WatcherCalls;

  constructor(parts: SchedulerParts, life: SchedulerLife) {
    this.#parts = parts;
    this.#life = life;
    this.#watchers = new WatcherCalls(parts.options.database);
  }

  stop(): void {
    this.#watchers.stop();
  }

  /** The changes of the turn are in the database: nothing of them is to be written again. */
  async settle(turn: Turn, { boards, streaks, createdRuns }: Written): Promise<void> {
    const { watches, quarantine } = this.#parts;
    // A DAG that was paused for its failed runs has to be looked at again.
    for (const { dag_id: dagId, pause } of streaks) if (pause) this.#lookAgainAt(dagId);
    for (const dag of turn.dags) {
      dag.isPlanChanged = false;
      dag.isStreakChanged = false;
    }
    for (const board of boards) {
      for (const cell of board.changed) watches.watchRetry(cell);
      markCommitted(board);
      quarantine.acquit(board.facts.dagRunKey);
    }
    await this.#settleNewRuns(turn, new Set(createdRuns));
  }

  /** A run whose id exists already was left out by the database: forget it here too. */
  async #settleNewRuns({ newRuns, triggered }: Turn, created: ReadonlySet<DagRunKey>): Promise<void> {
    const { options, emit, roster, inbox } = this.#parts;
    for (const { dagRunKey, dagId, runId } of newRuns) {
      const trigger = triggered.get(dagRunKey);
      if (created.has(dagRunKey)) {
        emit({ kind: 'runCreated', dagId, runId, dagRunKey });
        trigger?.resolve(dagRunKey);
        continue;
      }
      roster.dropRun(dagRunKey, dagId);
      this.#lookAgainAt(dagId);
      // The same commit may have counted slots for it.
      inbox.mustRecount = true;
      if (trigger !== undefined) await answerLeftOut(trigger, options.database);
    }
  }

  #lookAgainAt(dagId: DagId): void {
    this.#parts.inbox.addDags([dagId]);
    this.#parts.loop.wake();
  }

  /** Does what the turn decided, beyond the database: calls off, announces, sets timers, hands out. */
  async carryOut(turn: Turn, boards: readonly RunBoard[]): Promise<void> {
    const { options, emit, watches, dispatcher, quarantine, lease, loop } = this.#parts;
    for (const attemptId of turn.settled) dispatcher.settle(attemptId);
    for (const attemptId of turn.cancelled) dispatcher.cancel(attemptId, false);
    for (const attemptId of turn.refused) emit({ kind: 'reportRefused', attemptId });
    for (const board of turn.started) if (board.isCurrent) this.#announceStart(board);
    for (const dag of turn.dags) watches.watchDag(dag, turn.now);
    for (const { facts } of boards) this.#watchers.add(facts.dagRunKey);
    for (const board of turn.ended) if (board.isCurrent) this.#announceEnd(board);
    if (quarantine.hasSuspects) loop.wake();
    // What was queued by a scheduler that is ended belongs to another one.
    const chosen = this.#life.isTakenOver ? [] : turn.chosen.filter((cell) => cell.board.isCurrent);
    await dispatcher.handOver(chosen, options.now);
    if (lease.hasPeers) await this.#askForSlots();
  }

  /** Others may hold the slots that somebody waits for here: they tell when they give some back. */
  async #askForSlots(): Promise<void> {
    if (!(await this.#parts.slotRequests.ask())) return;
    this.#parts.inbox.arePoolsStale = true;
    this.#parts.loop.wake();
  }

  #announceStart(board: RunBoard): void {
    this.#parts.watches.watchTimeout(board);
    const { dagId, runId, dagRunKey } = board.facts;
    this.#parts.emit({ kind: 'runStarted', dagId, runId, dagRunKey });
  }

  #announceEnd(board: RunBoard): void {
    const { options, roster, emit } = this.#parts;
    const { dagId, runId, dagRunKey } = board.facts;
    const durationMs = (board.finishedAt ?? options.now()) - board.startedAt;
    roster.dropBoard(board);
    emit({ kind: 'runFinished', dagId, runId, dagRunKey, state: board.state, durationMs });
  }
}
