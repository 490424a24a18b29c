/** Who calls, and what they may do: worked out once for each request. */
import type { Action, Resource } from '@tradewind/contract';
import type { DagId, UserId } from '@tradewind/model';

export type PermissionKey = `${Action}:${Resource}`;

export interface Caller {
  readonly kind: 'anonymous' | 'person' | 'service' | 'worker' | 'attempt';
  /** The id of the user; null for callers that are none. */
  readonly userId: UserId | null;
  /** For the record: the name of the user, the worker or the attempt. */
  readonly name: string;
  /** What it calls with: pages of the UI, programs, or the command line. */
  readonly via: 'ui' | 'api' | 'cli';
  /** The names of its roles. */
  readonly roles: readonly string[];
  /** The session that it shows, which signing out ends; null when it shows something else. */
  readonly session: { readonly sessionId: string; readonly expiresAt: number } | null;
  /** How far the token reaches that it shows: as far as its user, to all reading, or to single permissions. */
  readonly reach: 'full' | 'reading' | 'listed';
  /** What it may do everywhere. */
  readonly permissions: ReadonlySet<PermissionKey>;
  /** What it may do beyond that for single DAGs. */
  readonly dagPermissions: ReadonlyMap<DagId, ReadonlySet<PermissionKey>>;
}

export const anonymous: Caller = {
  kind: 'anonymous',
  userId: null,
  name: 'anonymous',
  via: 'api',
  roles: ['Public'],
  session: null,
  reach: 'full',
  permissions: new Set(),
  dagPermissions: new Map(),
};
