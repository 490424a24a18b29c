/**
 * Turns what a request shows into a caller with its rights.
 *
 * What was read is believed for a moment (`maxAgeMs`), so that a thousand requests of one caller do not ask the database a
 * thousand times; a change of users or roles in this process is seen at once (`forget`), one in another within that time.
 */
import {
  type CallerRow,
  type Database,
  readDagAccess,
  readRolePermissions,
  readSessionCaller,
  readTokenCaller,
  touchApiToken,
} from '@tradewind/store';
import { anonymous, type Caller } from './caller.ts';
import { narrowed, type Rights, rightsOf } from './policy/rights.ts';
import { RecentValues } from './recent-values.ts';
import type { SessionTokens } from './sessions/session-token.ts';
import { hashOfToken, isApiToken } from './tokens/api-token.ts';

export interface CallerReaderOptions {
  readonly database: Database;
  readonly sessions: SessionTokens;
  readonly now: () => number;
  /** @default 2000 */
  readonly maxAgeMs?: number;
}

export interface CallerReader {
  /** The caller behind a session token or an API token; null when it is worth nothing, or nothing any more. */
  read(token: string): Promise<Caller | null>;
  /** Whoever shows nothing: has the rights of the role Public. */
  visitor(): Promise<Caller>;
  /** Makes the next request read again. */
  forget(): void;
}

/** Ours are shorter; what is kept for a moment must not grow with what strangers send. */
const LONGEST_TOKEN = 1000;
const TOUCH_AFTER_MS = 60_000;
const PUBLIC: readonly string[] = ['Public'];

export function callerReader({ database, sessions, now, maxAgeMs = 2000 }: CallerReaderOptions): CallerReader {
  const callers = new RecentValues<Caller | null>(maxAgeMs, now);
  const rights = new RecentValues<Rights>(maxAgeMs, now);

  const rightsFor = (roles: readonly string[]): Promise<Rights> =>
    rights.get(JSON.stringify(roles), async () => {
      const [given, dagAccess] = await Promise.all([
        readRolePermissions(database, roles),
        readDagAccess(database, roles),
      ]);
      return rightsOf({ roles, given, dagAccess });
    });

  async function readSession(token: string): Promise<Caller | null> {
    const session = await sessions.read(token);
    if (session === null) return null;
    const row = await readSessionCaller(database, session);
    if (row === null || row.isRevoked || !row.isActive || row.tokenGeneration !== session.tokenGeneration) return null;
    return { ...callerOf(row, await rightsFor(row.roles)), session };
  }

  async function readToken(token: string): Promise<Caller | null> {
    const row = await readTokenCaller(database, hashOfToken(token));
    if (row === null || !row.isActive || (row.expiresAt !== null && row.expiresAt <= now())) return null;
    if (row.lastUsedAt === null || now() - row.lastUsedAt > TOUCH_AFTER_MS) await touchApiToken(database, row.tokenId);
    const reach = row.permissions !== null ? 'listed' : row.isReadOnly ? 'reading' : 'full';
    return { ...callerOf(row, narrowed(await rightsFor(row.roles), row)), reach };
  }

  return {
    read: async (token) => {
      if (token.length > LONGEST_TOKEN) return null;
      const caller = await callers.get(token, () => (isApiToken(token) ? readToken(token) : readSession(token)));
      return caller?.session && caller.session.expiresAt <= now() ? null : caller;
    },
    visitor: async () => ({ ...anonymous, ...(await rightsFor(PUBLIC)) }),
    forget() {
      callers.clear();
      rights.clear();
    },
  };
}

function callerOf({ kind, userId, username, roles }: CallerRow, rights: Rights): Caller {
  return { ...anonymous, kind, userId, name: username, roles, ...rights };
}
