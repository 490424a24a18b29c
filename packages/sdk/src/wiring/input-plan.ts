/**
 * How the input of a task is put together from literals, results of other tasks and params.
 *
 * The input as authored is walked once, when the DAG is declared. Objects and arrays are rebuilt for every attempt, so
 * that a task which changes its input changes nothing for the next attempt in the same process.
 */
import { REFERENCE } from '../brands.ts';
import { isPlainObject } from './is-plain-object.ts';
import { isReference, type ReferenceTarget } from './reference.ts';

/** Results of tasks by id; a task without result is absent. */
export interface Outputs {
  readonly [taskId: string]: unknown;
}

type Resolve = (outputs: Outputs, params: unknown) => unknown;

export interface InputPlan {
  readonly resolve: Resolve;
  /** Everything that the input refers to. */
  readonly references: readonly ReferenceTarget[];
}

/** Reads an authored input. */
export function planInput(input: unknown): InputPlan {
  const references: ReferenceTarget[] = [];
  return { resolve: planOf(input, references), references };
}

function planOf(value: unknown, references: ReferenceTarget[]): Resolve {
  if (isReference(value)) {
    references.push(value[REFERENCE]);
    return planOfReference(value[REFERENCE]);
  }
  if (Array.isArray(value)) return planOfArray(value, references);
  if (isPlainObject(value)) return planOfObject(value, references);
  return () => value;
}

function planOfReference({ taskId, path }: ReferenceTarget): Resolve {
  if (taskId === null) return (_, params) => fieldAt(params, path);
  if (path.length === 0) return (outputs) => outputs[taskId];
  return (outputs) => fieldAt(outputs[taskId], path);
}

function planOfArray(items: readonly unknown[], references: ReferenceTarget[]): Resolve {
  const plans = items.map((item) => planOf(item, references));
  return (outputs, params) => plans.map((resolve) => resolve(outputs, params));
}

function planOfObject(fields: { readonly [key: string]: unknown }, references: ReferenceTarget[]): Resolve {
  const plans = Object.entries(fields).map(([key, value]) => [key, planOf(value, references)] as const);
  return (outputs, params) => Object.fromEntries(plans.map(([key, resolve]) => [key, resolve(outputs, params)]));
}

/** The field at `path`; undefined when there is nothing on the way to it. */
function fieldAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (current === null || current === undefined) return undefined;
    current = (current as { readonly [field: string]: unknown })[key];
  }
  return current;
}
