/** What a turn reads before it decides: all that somebody said has changed. */
import type { AttemptId } from '@tradewind/model';
import { notifySchedulers, readPools, recountPools } from '@tradewind/store';
import { lose } from '../decide/lose-attempt.ts';
import type { Cell, RunBoard } from '../decide/run-board.ts';
import type { Inbox } from './inbox.ts';
import type { SchedulerLife } from './scheduler-life.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { Turn } from './turn.ts';

export class Refresher {
  readonly #parts: SchedulerParts;
  readonly #life: SchedulerLife;

  constructor(parts: SchedulerParts, life: SchedulerLife) {
    this.#parts = parts;
    this.#life = life;
  }

  async refresh(inbox: Inbox, turn: Turn): Promise<void> {
    if (inbox.mustRecount) await this.#recountPools();
    if (inbox.mayGiveBack) await this.#life.giveBack();
    if (inbox.mayClaim) this.#life.noteClaimed(await this.#parts.lease.claim(), inbox);
    await this.#readDags(inbox, turn);
    const boards = await this.#readRuns(inbox);
    const { roster } = this.#parts;
    for (const dag of roster.takeStirred()) turn.dags.add(dag);
    if (inbox.arePoolsStale || roster.hasDroppedSlots) await this.#readPools();
    await this.#adopt(boards, turn);
  }

  async #readDags({ dags }: Inbox, turn: Turn): Promise<void> {
    if (dags?.size === 0) return;
    const { roster, lease, ready } = this.#parts;
    for (const dag of await roster.refreshDags(lease.id, dags === null ? null : [...dags])) {
      turn.dags.add(dag);
      if (!dag.isPaused) ready.releaseAll(`dag:${dag.dagId}`);
    }
  }

  async #readRuns({ runs, runsOf }: Inbox): Promise<readonly RunBoard[]> {
    const { roster, lease } = this.#parts;
    const named = runs.size === 0 ? [] : await roster.reloadRuns(lease.id, [...runs]);
    if (runsOf?.size === 0) return named;
    return [...named, ...(await roster.refreshRunsOf(lease.id, runsOf === null ? null : [...runsOf]))];
  }

  async #recountPools(): Promise<void> {
    const { options, emit } = this.#parts;
    const corrected = await recountPools(options.database);
    if (corrected.length === 0) return;
    emit({ kind: 'poolsCorrected', pools: corrected });
    await notifySchedulers(options.database, { kind: 'pool' });
  }

  async #readPools(): Promise<void> {
    const { options, roster, ledger, ready } = this.#parts;
    roster.hasDroppedSlots = false;
    ledger.loadPools(await readPools(options.database));
    ready.releaseAll('pool:');
  }

  /** Binds loaded task instances to the executors that still hold them, and makes the lost ones again. */
  async #adopt(boards: readonly RunBoard[], turn: Turn): Promise<void> {
    const { roster, dispatcher, ready, watches } = this.#parts;
    for (const board of [...boards, ...roster.takeRestless()]) turn.touched.add(board);
    const current = boards.filter(({ isCurrent }) => isCurrent);
    const cells = current.flatMap((board) => board.cells);
    const occupying = cells.filter(({ state }) => state === 'queued' || state === 'running' || state === 'restarting');
    const lost = new Set(await dispatcher.adopt(occupying));
    for (const cell of cells) if (cell.state === 'scheduled') ready.add(cell);
    for (const cell of lost) lose(cell.board, cell, turn.now);
    for (const cell of occupying) {
      if (cell.state === 'restarting' && cell.attemptId !== null) dispatcher.cancel(cell.attemptId, true);
    }
    for (const cell of cells) watches.watchRetry(cell);
    for (const board of current) watches.watchTimeout(board);
    dispatcher.cancelOrphans((attemptId, cell) => this.#isWanted(attemptId, cell));
    this.#sayLost(lost);
  }

  #isWanted(attemptId: AttemptId, { board, attemptId: inForce }: Cell): boolean {
    return (board.isCurrent && inForce === attemptId) || this.#parts.quarantine.isHeld(board.facts.dagRunKey);
  }

  #sayLost(lost: ReadonlySet<Cell>): void {
    for (const [{ facts }, cells] of Map.groupBy(lost, ({ board }) => board)) {
      const taskIds = cells.map(({ task }) => task.taskId);
      this.#parts.emit({ kind: 'attemptsLost', dagId: facts.dagId, runId: facts.runId, taskIds });
    }
  }
}
