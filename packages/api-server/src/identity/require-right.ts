import type { Action, Resource } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { HttpProblem } from '../http/http-problem.ts';
import type { Caller } from './caller.ts';
import { mayDo } from './may-do.ts';

/**
 * For a DAG that the body names: the rule of a route over many DAGs (`~`) is met by rights for any one of them.
 *
 * @throws {HttpProblem} 403
 */
export function requireRight(caller: Caller, action: Action, resource: Resource, dagId: DagId): void {
  if (mayDo(caller, action, resource, dagId)) return;
  throw new HttpProblem(403, `${caller.name} may not do this: it needs ${action} on ${resource} of "${dagId}".`);
}
