import type { JsonObject, SerializedDag } from '@tradewind/model';
import { DAG, HANDLE } from './brands.ts';
import { DagBuilder } from './building/dag-builder.ts';
import { defineTask } from './building/define-task.ts';
import { resolveEdges } from './building/resolve-edges.ts';
import { type DeclaredDag, serializeDag } from './building/serialize-dag.ts';
import { BuilderAsyncError, HandleOfOtherDagError, ParamsWithoutDefaultError } from './errors.ts';
import { checkId, checkOptions } from './options/check-options.ts';
import { DAG_CHECKS } from './options/dag-checks.ts';
import type { DagOptions } from './options/dag-options.ts';
import { SETTING_CHECKS } from './options/task-checks.ts';
import { type DeclaredParams, declareParams } from './params/declared-params.ts';
import { type ParamReferences, paramReferences } from './params/param-references.ts';
import type { ParamsOf, ParamsSchema } from './params/params-schema.ts';
import { checkTaskParams } from './params/task-params.ts';
import { registerDag } from './runtime/collect-dags.ts';
import type { DagDefinition, TaskDefinition } from './runtime/dag-definition.ts';
import { readSchedule } from './schedules/read-schedule.ts';
import { type Handle, isHandle } from './wiring/handle.ts';

/** What the function of a `dag()` gets. */
export interface DagScope<Params> {
  /** The params of the run, each one a value that tasks may be given. */
  readonly params: ParamReferences<Params>;
}

/** The function of a `dag()`: it calls the tasks. The handle that it returns stands for the result of a run. */
export type DagFunction<Params, Result> = (scope: DagScope<Params>) => Result;

/** The value behind the handle that the function of a `dag()` returned. */
export type ResultOf<Returned> = Returned extends Handle<infer Result> ? Result : undefined;

/**
 * Declares a DAG. `declare` is called at once; the tasks that it calls are the tasks of the DAG.
 *
 * @throws when something in it makes no sense: an id, an option, an edge, a cycle. Each has a class and code of its own.
 * @example
 * const extract = task('extract', () => [1, 2, 3]);
 * const total = task('total', (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0));
 *
 * export const sums = dag('sums', { schedule: '@daily', startDate: '2026-01-01' }, () => total(extract()));
 */
export function dag<const Schema extends ParamsSchema = never, Result = unknown>(
  id: string,
  options: DagOptions<Schema>,
  declare: DagFunction<ParamsOf<Schema>, Result>,
): DagDefinition<ParamsOf<Schema>, ResultOf<Result>> {
  checkId('DAG', id);
  const owner = `DAG "${id}"`;
  checkOptions<DagOptions>(owner, options, DAG_CHECKS);
  checkOptions(`defaults of ${owner}`, options.defaults ?? {}, SETTING_CHECKS);
  const builder = new DagBuilder(id, readSchedule(options.schedule), options.defaults ?? {});
  const params = options.params === undefined ? null : declareParams(owner, options.params);
  checkParamsOfSchedule(builder, params);
  const returned = builder.build(() =>
    declare({ params: paramReferences(builder, params) as ParamReferences<ParamsOf<Schema>> }),
  );
  if (returned instanceof Promise) throw asyncError(owner, returned);
  checkTaskParams(id, builder.tasks.values(), params);
  const declared: DeclaredDag = {
    builder,
    options,
    params,
    graph: resolveEdges(builder),
    resultTaskId: resultTaskId(builder, returned),
  };
  const definition = new DeclaredDagDefinition(declared) as DagDefinition<ParamsOf<Schema>, ResultOf<Result>>;
  registerDag(definition);
  return definition;
}

class DeclaredDagDefinition implements DagDefinition {
  readonly [DAG] = true;
  readonly dagId: string;
  readonly tasks: ReadonlyMap<string, TaskDefinition>;
  readonly #serialized: SerializedDag;
  readonly #params: DeclaredParams | null;

  constructor(declared: DeclaredDag) {
    const { builder, graph, params } = declared;
    this.dagId = builder.dagId;
    this.tasks = new Map([...builder.tasks].map(([taskId, node]) => [taskId, defineTask(node, graph)]));
    this.#serialized = serializeDag(declared);
    this.#params = params;
  }

  serialize(): SerializedDag {
    return this.#serialized;
  }

  async resolveParams(conf: JsonObject): Promise<unknown> {
    return this.#params === null ? conf : this.#params.resolve(conf);
  }
}

function resultTaskId(builder: DagBuilder, returned: unknown): string | null {
  if (!isHandle(returned)) return null;
  const node = returned[HANDLE];
  if (node.builder !== builder) throw new HandleOfOtherDagError(node.id, node.builder.dagId, builder.dagId);
  return node.id;
}

function checkParamsOfSchedule({ dagId, timetable }: DagBuilder, params: DeclaredParams | null): void {
  if (params === null || timetable.kind === 'null' || params.required.length === 0) return;
  throw new ParamsWithoutDefaultError(dagId, params.required);
}

/** Nobody awaits the promise, so its own failure must not end the process. */
function asyncError(what: string, promise: Promise<unknown>): BuilderAsyncError {
  promise.catch(() => undefined);
  return new BuilderAsyncError(what);
}
