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
  permissions: new Set(),
  dagPermissions: new Map(),
};
