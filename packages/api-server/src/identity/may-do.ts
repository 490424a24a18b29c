/**
 * The one place that says who may do what. Pure.
 *
 * Invariants
 * 1. A right that holds everywhere wins over what is said for single DAGs.
 * 2. Whatever belongs to a DAG also needs the DAG itself: reading it to read, editing it to change, as in Airflow.
 */
import { type Action, DAG_RESOURCES, isChanging, type Resource, type Route, type Rule } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import type { Caller } from './caller.ts';

/** Whether `caller` may do this: everywhere, or for this one DAG. */
export function mayDo(caller: Caller, action: Action, resource: Resource, dagId?: DagId): boolean {
  if (!has(caller, action, resource, dagId)) return false;
  return dagId === undefined || resource === 'DAGs' || has(caller, actionOnDag(action, resource), 'DAGs', dagId);
}

/** The DAGs for which `caller` may do this: all of them, or those that are named. */
export function dagsFor(caller: Caller, action: Action, resource: Resource): 'all' | readonly DagId[] {
  const isEverywhere = has(caller, action, resource) && has(caller, actionOnDag(action, resource), 'DAGs');
  if (isEverywhere) return 'all';
  return [...caller.dagPermissions.keys()].filter((dagId) => mayDo(caller, action, resource, dagId));
}

/** The DAGs that `caller` may see: what every list over several DAGs is cut down to. */
export function readableDagIds(caller: Caller): 'all' | readonly DagId[] {
  return dagsFor(caller, 'can_read', 'DAGs');
}

function has(caller: Caller, action: Action, resource: Resource, dagId?: DagId): boolean {
  if (caller.permissions.has(`${action}:${resource}`)) return true;
  return dagId !== undefined && (caller.dagPermissions.get(dagId)?.has(`${action}:${resource}`) ?? false);
}

/** What the DAG itself must be open to, for this on something that belongs to it. */
function actionOnDag(action: Action, resource: Resource): Action {
  if (resource === 'DAGs') return action;
  return action === 'can_read' || action === 'menu_access' || !isDagResource(resource) ? 'can_read' : 'can_edit';
}

export type Verdict = 'allowed' | 'unauthenticated' | 'forbidden';

/**
 * Whether `caller` may use this route: its rule says so, and the token that it shows reaches so far.
 *
 * What asks for no more than having signed in is not in the list of a token for single permissions, and to change
 * something is not reading, whatever it asks for.
 */
export function judgeRoute(route: Route, caller: Caller, dagId: DagId | null): Verdict {
  const verdict = judgeRule(route.rule, caller, dagId);
  if (verdict !== 'allowed' || caller.reach === 'full' || !isChanging(route)) return verdict;
  return caller.reach === 'reading' || route.rule.kind === 'signed_in' ? 'forbidden' : verdict;
}

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
