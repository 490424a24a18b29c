/** Which DAGs a caller's lists are cut down to. */
import type { Action, Resource } from '@tradewind/contract';
import { type DagId, NOBODY, type UserId } from '@tradewind/model';
import type { Caller } from '../../identity/caller.ts';
import { dagsFor } from '../../identity/may-do.ts';

/** Undefined: all of them. */
export function dagsOpenTo(caller: Caller, action: Action, resource: Resource): readonly DagId[] | undefined {
  const dags = dagsFor(caller, action, resource);
  return dags === 'all' ? undefined : dags;
}

/** Those of `asked` that are open to the caller; undefined: all of them. */
export function dagsAmong(
  asked: readonly string[] | undefined,
  open: readonly DagId[] | undefined,
): readonly DagId[] | undefined {
  if (asked === undefined) return open;
  const dagIds = asked as readonly DagId[];
  if (open === undefined) return dagIds;
  const isOpen = new Set(open);
  return dagIds.filter((dagId) => isOpen.has(dagId));
}

/** Under whom the caller's own things are kept. */
export function ownerOf({ userId }: Caller): UserId {
  return userId ?? NOBODY;
}
