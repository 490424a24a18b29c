/** What others tell this scheduler, as questions for its next turn. */
import { readWake } from '@tradewind/store';
import type { ReadyQueue } from '../decide/ready-queue.ts';
import type { Inbox } from './inbox.ts';
import type { SlotRequests } from './slot-requests.ts';
import type { TurnLoop } from './turn-loop.ts';

export interface NoticesPorts {
  readonly inbox: Inbox;
  readonly ready: ReadyQueue;
  readonly slotRequests: SlotRequests;
  readonly loop: TurnLoop;
}

export class Notices {
  readonly #ports: NoticesPorts;

  constructor(ports: NoticesPorts) {
    this.#ports = ports;
  }

  /** A notification of the database. One that cannot be read means that anything may have changed. */
  hear(payload: string): void {
    const wake = readWakeSafely(payload);
    if (wake === undefined) return this.lookAgain();
    const { inbox, slotRequests, loop } = this.#ports;
    if (wake.kind === 'pool') {
      inbox.arePoolsStale = true;
      slotRequests.forget();
    }
    if (wake.kind === 'dag') {
      inbox.addDags(wake.dagIds);
      inbox.mayClaim = true;
    }
    if (wake.kind === 'run') {
      for (const key of wake.runs ?? []) inbox.runs.add(key);
      if (wake.runs === undefined) inbox.addRunsOf(wake.dagIds);
    }
    if (wake.kind === 'created') inbox.announced.push(wake.run);
    loop.wake();
  }

  /** The safety net under notifications. */
  lookAgain(): void {
    const { inbox, ready, slotRequests, loop } = this.#ports;
    inbox.addAll();
    slotRequests.forget();
    ready.releaseAll('');
    loop.wake();
  }
}

/** Undefined for a payload that is not ours. */
function readWakeSafely(payload: string): ReturnType<typeof readWake> | undefined {
  try {
    return readWake(payload);
  } catch {
    return undefined;
  }
}
