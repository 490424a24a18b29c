/**
 * The lives of a scheduler: registered under an id, with a lease and DAGs of its own, until it stops or another scheduler
 * ends it. Then everything that it held belongs to somebody else, and it begins another life under a new id.
 */
import type { DagId } from '@tradewind/model';
import { isUnreachable, notifySchedulers } from '@tradewind/store';
import type { Inbox } from './inbox.ts';
import type { SchedulerParts } from './scheduler-parts.ts';

export class SchedulerLife {
  readonly #parts: SchedulerParts;
  #beating: Promise<void> | undefined;
  /** Registered, and to its knowledge not ended. */
  #isAlive = false;
  #isTakenOver = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  /** False when a turn has to begin one first. */
  get isUnderWay(): boolean {
    return this.#isAlive && !this.#isTakenOver;
  }

  /** Another scheduler has ended this one. */
  get isTakenOver(): boolean {
    return this.#isTakenOver;
  }

  takenOver(): void {
    this.#isTakenOver = true;
  }

  /** Begins a life: a new id, what the dead left, what is free. */
  async begin(inbox: Inbox): Promise<void> {
    if (this.#isTakenOver) this.#forgetEverything();
    const { lease, emit } = this.#parts;
    await lease.register();
    this.#isAlive = true;
    emit({ kind: 'schedulerStarted', schedulerId: lease.id });
    const { ended, claimed } = await lease.survey();
    if (ended.length > 0) emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
    this.noteClaimed(claimed, inbox);
    inbox.mustRecount = true;
    inbox.arePoolsStale = true;
  }

  #forgetEverything(): void {
    this.#isTakenOver = false;
    this.#isAlive = false;
    const { lease, emit, dispatcher, quarantine, roster, ready } = this.#parts;
    emit({ kind: 'schedulerEnded', schedulerId: lease.id, why: 'taken_over' });
    dispatcher.cancelAll();
    quarantine.clear();
    roster.dropAll();
    ready.clear();
  }

  /** These DAGs became this scheduler's own. */
  noteClaimed(claimed: readonly DagId[], inbox: Inbox): void {
    if (claimed.length === 0) return;
    this.#parts.emit({ kind: 'dagsClaimed', dagIds: claimed });
    inbox.addDags(claimed);
    inbox.addRunsOf(claimed);
  }

  /** A sign of life, one at a time. */
  beat(): void {
    this.#beating ??= this.#renew()
      .catch((error: Error) => {
        if (!isUnreachable(error)) this.#parts.emit({ kind: 'heartbeatFailed', message: error.message });
      })
      .finally(() => {
        this.#beating = undefined;
      });
  }

  async #renew(): Promise<void> {
    if (!this.isUnderWay) return;
    const { lease, emit, inbox, dispatcher, loop } = this.#parts;
    const { id } = lease;
    const { isAlive, ended, claimed } = await lease.survey();
    // A turn may have begun another life meanwhile.
    if (id !== lease.id) return;
    if (ended.length > 0) emit({ kind: 'schedulersTakenOver', schedulerIds: ended });
    this.noteClaimed(claimed, inbox);
    inbox.mayGiveBack = lease.hasPeers;
    if (!isAlive) {
      this.#isTakenOver = true;
      dispatcher.cancelAll();
    }
    if (!isAlive || claimed.length > 0 || lease.hasPeers) loop.wake();
  }

  /** Gives DAGs without work back that another scheduler should own. */
  async giveBack(): Promise<void> {
    const { options, roster, lease, emit } = this.#parts;
    const { now, heartbeatMs, database } = options;
    const soon = now() + 2 * heartbeatMs;
    const idle = [...roster.dags.values()].filter(
      (dag) => !dag.hasWork && (dag.next?.runAfterAt ?? soon) >= soon && !lease.isTarget(dag.dagId),
    );
    if (idle.length === 0) return;
    const dagIds = idle.map(({ dagId }) => dagId);
    await lease.release(dagIds);
    for (const dagId of dagIds) roster.dropDag(dagId);
    await notifySchedulers(database, { kind: 'dag', dagIds });
    emit({ kind: 'dagsReleased', dagIds });
  }

  /** Ends the lease, and tells others of what is free. Nothing may run any more. */
  async end(): Promise<void> {
    await this.#beating;
    const { options, roster, lease, emit } = this.#parts;
    await lease.end().catch(() => undefined);
    if (roster.dags.size > 0) await notifySchedulers(options.database, { kind: 'dag' }).catch(() => undefined);
    emit({ kind: 'schedulerEnded', schedulerId: lease.id, why: 'stopped' });
  }
}
