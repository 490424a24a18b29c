/** The one place that says who may do what. Pure. */
import { type Action, DAG_RESOURCES, type Resource, type Rule } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import type { Caller, PermissionKey } from './caller.ts';

/** Whether `caller` may do this: everywhere, or for this one DAG. */
export function mayDo(caller: Caller, action: Action, resource: Resource, dagId?: DagId): boolean {
  const key: PermissionKey = `${action}:${resource}`;
  return caller.permissions.has(key) || (dagId !== undefined && (caller.dagPermissions.get(dagId)?.has(key) ?? false));
}

/** The DAGs for which `caller` may do this: all of them, or those that are named. */
export function dagsFor(caller: Caller, action: Action, resource: Resource): 'all' | readonly DagId[] {
  const key: PermissionKey = `${action}:${resource}`;
  if (caller.permissions.has(key)) return 'all';
  return [...caller.dagPermissions].filter(([, keys]) => keys.has(key)).map(([dagId]) => dagId);
}

export type Verdict = 'allowed' | 'unauthenticated' | 'forbidden';

/**
 * Whether `caller` may use a route with this rule.
 *
 * `dagId`: the DAG that the path names. A route over many DAGs (`~`, or none in its path) is open to whoever has the
 * rights for at least one of them; its handler shows only those.
 */
export function judgeRule(rule: Rule, caller: Caller, dagId: DagId | null): Verdict {
  const denied = caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden';
  switch (rule.kind) {
    case 'public':
      return 'allowed';
    case 'signed_in':
      return caller.kind === 'person' || caller.kind === 'service' ? 'allowed' : denied;
    case 'worker':
      return caller.kind === 'worker' ? 'allowed' : denied;
    case 'attempt':
      return caller.kind === 'attempt' ? 'allowed' : denied;
    case 'permitted':
      return rule.permissions.every(([action, resource]) => isOpen(caller, action, resource, dagId))
        ? 'allowed'
        : denied;
  }
}

function isOpen(caller: Caller, action: Action, resource: Resource, dagId: DagId | null): boolean {
  if (dagId !== null) return mayDo(caller, action, resource, dagId);
  if (!isDagResource(resource)) return mayDo(caller, action, resource);
  const dags = dagsFor(caller, action, resource);
  return dags === 'all' || dags.length > 0;
}

function isDagResource(resource: Resource): boolean {
  return (DAG_RESOURCES as readonly Resource[]).includes(resource);
}
