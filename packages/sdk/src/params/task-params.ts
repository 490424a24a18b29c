/**
 * Params that a task declares itself. What a trigger gives wins over the task's default, which wins over the DAG's.
 */
import type { Json, JsonObject } from '@tradewind/model';
import type { TaskNode } from '../building/task-node.ts';
import { TaskParamsMissingError } from '../errors.ts';
import type { DeclaredParams } from './declared-params.ts';

/** The params of the run with those of the task over them. @throws {ParamsInvalidError} with every fault. */
export async function resolveTaskParams(own: DeclaredParams, conf: JsonObject, params: unknown): Promise<unknown> {
  const ofDag = params as JsonObject;
  const given: { [name: string]: Json } = {};
  for (const name of own.names) {
    const value = conf[name] ?? (own.required.includes(name) ? ofDag[name] : undefined);
    if (value !== undefined) given[name] = value;
  }
  return { ...ofDag, ...((await own.resolve(given)) as object) };
}

/** @throws {TaskParamsMissingError} when a task needs a param that neither it nor its DAG can fill in. */
export function checkTaskParams(dagId: string, tasks: Iterable<TaskNode>, params: DeclaredParams | null): void {
  const names = params?.names ?? [];
  for (const { id, declaration } of tasks) {
    const missing = declaration.params?.required.filter((name) => !names.includes(name)) ?? [];
    if (missing.length > 0) throw new TaskParamsMissingError(dagId, id, missing);
  }
}
