import type { Flow } from '@tradewind/model';
import { currentBuilder, mergeOptions } from '../building/dag-builder.ts';
import { makeHandle } from '../building/make-handle.ts';
import type { RunTask, TaskDeclaration } from '../building/task-node.ts';
import { describeValue } from '../describe-value.ts';
import { OptionInvalidError } from '../errors.ts';
import { aBoolean, type Checks, checkId, checkOptions } from '../options/check-options.ts';
import { TASK_CHECKS } from '../options/task-checks.ts';
import type { TaskOverrides } from '../options/task-options.ts';
import { declareParams, faultOfParamsOption } from '../params/declared-params.ts';
import type { ParamsSchema } from '../params/params-schema.ts';
import type { Handle } from '../wiring/handle.ts';

/** What distinguishes the kinds of task that are a function of the author. */
export interface FunctionKind {
  readonly operator: string;
  readonly flow: Flow | null;
  readonly respectTriggerRules: boolean;
}

interface FunctionOptions extends TaskOverrides {
  readonly params?: ParamsSchema;
  /** `shortCircuit` only. */
  readonly respectTriggerRules?: boolean;
}

/** A declared task, as far as it is the same for every kind. `Called` is the kind of handle that a call gives. */
export interface DeclaredTask<Called> {
  (...input: readonly unknown[]): Called;
  readonly id: string;
  with(overrides: TaskOverrides): DeclaredTask<Called>;
}

const FUNCTION_CHECKS = { ...TASK_CHECKS, params: faultOfParamsOption };
const CHECKS: { readonly [operator: string]: Checks<Omit<FunctionOptions, 'id' | 'respectTriggerRules'>> } = {
  short_circuit: { ...FUNCTION_CHECKS, respectTriggerRules: aBoolean } as Checks<
    Omit<FunctionOptions, 'id' | 'respectTriggerRules'>
  >,
};

/** Reads `[run]` or `[options, run]`, checks them, and gives the function that adds the task to a DAG. */
export function declareTask<Called = Handle<unknown>>(
  kind: FunctionKind,
  id: string,
  rest: readonly unknown[],
  wrap: (handle: Handle<unknown>) => Called = (handle) => handle as Called,
): DeclaredTask<Called> {
  checkId('task', id);
  const owner = `Task "${id}"`;
  const [options, run] = rest.length < 2 ? [{}, rest[0]] : [rest[0] as FunctionOptions, rest[1]];
  if (typeof run !== 'function') {
    throw new OptionInvalidError(owner, [`expected a function as its last argument, got: ${describeValue(run)}`]);
  }
  checkOptions<object>(owner, options, CHECKS[kind.operator] ?? FUNCTION_CHECKS);
  const { params, respectTriggerRules = false, ...taskOptions } = options;
  return callable(
    {
      ...kind,
      id,
      options: taskOptions,
      run: run as RunTask,
      respectTriggerRules,
      isEmpty: false,
      params: params === undefined ? null : declareParams(owner, params),
      fields: null,
    },
    wrap,
  );
}

function callable<Called>(
  declaration: TaskDeclaration,
  wrap: (handle: Handle<unknown>) => Called,
): DeclaredTask<Called> {
  const call = (input?: unknown): Called =>
    wrap(makeHandle(currentBuilder(declaration.id).addTask(declaration, input)));
  return Object.assign(call, {
    id: declaration.id,
    with: (overrides: TaskOverrides) => callable(overridden(declaration, overrides), wrap),
  });
}

function overridden(declaration: TaskDeclaration, overrides: TaskOverrides): TaskDeclaration {
  const { id = declaration.id, ...options } = overrides;
  checkId('task', id);
  checkOptions(`Task "${id}"`, options, TASK_CHECKS);
  return { ...declaration, id, options: mergeOptions(declaration.options, options) };
}
