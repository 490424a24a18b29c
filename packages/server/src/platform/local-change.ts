import { userInfo } from 'node:os';
import { anonymous, type Change, changeWith } from '@tradewind/api-server';
import type { Database } from '@tradewind/store';

export interface LocalChangeOptions {
  readonly database: Database;
  readonly now: () => number;
  /** @default the user of the operating system */
  readonly user?: string | null;
}

/** How whoever sits at this machine changes things, on record as `cli`. */
export function localChange({ database, now, user }: LocalChangeOptions): Change {
  const caller = { ...anonymous, name: user ?? userInfo().username, via: 'cli' } as const;
  const origin = { caller, address: null, userAgent: null, requestId: crypto.randomUUID() };
  return changeWith({ database, now, origin, isDryRun: false });
}
