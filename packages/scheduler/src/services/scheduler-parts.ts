/** What a scheduler is made of: the state that its turns share, wired once. Nothing is decided here. */
import { randomFillSync } from 'node:crypto';
import { createUuidV7, type SchedulerId, wallClock } from '@tradewind/model';
import { ReadyQueue } from '../decide/ready-queue.ts';
import { SlotLedger } from '../decide/slot-ledger.ts';
import { type ResolvedOptions, resolveOptions, type SchedulerOptions } from '../options.ts';
import { DatabaseLink } from './database-link.ts';
import { Dispatcher } from './dispatcher.ts';
import type { SchedulerListener } from './events.ts';
import { Inbox } from './inbox.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { Notices } from './notices.ts';
import { Quarantine } from './quarantine.ts';
import { Roster } from './roster.ts';
import { SlotRequests } from './slot-requests.ts';
import { TurnLoop } from './turn-loop.ts';
import { Watches } from './watches.ts';

export interface SchedulerParts {
  readonly options: ResolvedOptions;
  readonly emit: SchedulerListener;
  readonly newId: () => string;
  readonly loop: TurnLoop;
  readonly inbox: Inbox;
  readonly notices: Notices;
  readonly roster: Roster;
  readonly ledger: SlotLedger;
  readonly ready: ReadyQueue;
  readonly slotRequests: SlotRequests;
  readonly watches: Watches;
  readonly quarantine: Quarantine;
  readonly dispatcher: Dispatcher;
  readonly lease: LeaseKeeper;
  readonly link: DatabaseLink;
}

export function assembleParts(given: SchedulerOptions, turn: () => Promise<void>): SchedulerParts {
  const options = resolveOptions(given, wallClock);
  const { database, executors, leaseMs, now } = options;
  const emit: SchedulerListener = (event) => options.onEvent?.(event);
  const newId = createUuidV7({ now: Date.now, random: (bytes) => void randomFillSync(bytes) });
  const loop = new TurnLoop(turn);
  const inbox = new Inbox();
  const ledger = new SlotLedger();
  const ready = new ReadyQueue();
  const quarantine = new Quarantine();
  const slotRequests = new SlotRequests(database, ready);
  const notices = new Notices({ inbox, ready, slotRequests, loop });
  const roster = new Roster({
    database,
    ledger,
    now,
    isHeldBack: (key) => quarantine.isHeld(key),
    onUnusable: (dagId, message) => emit({ kind: 'dagUnusable', dagId, message }),
    onDropped: (board) => ready.forget(board),
  });
  const link = new DatabaseLink({
    database,
    onNotification: (payload) => notices.hear(payload),
    onLost: () => notices.lookAgain(),
  });
  const watches = new Watches(now, () => loop.wake());
  const dispatcher = new Dispatcher(database, executors);
  const lease = new LeaseKeeper(database, { leaseMs, newId: () => newId() as SchedulerId });
  const memory = { roster, ledger, ready, slotRequests, watches, quarantine };
  return { options, emit, newId, loop, inbox, notices, ...memory, dispatcher, lease, link };
}
