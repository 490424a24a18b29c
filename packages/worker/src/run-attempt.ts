/**
 * Runs one attempt in this process: params, input, the task, its result. Knows nothing of processes or channels; the
 * child of a worker uses it, and so does everybody who runs a DAG in memory.
 */
import {
  type AttemptOutcome,
  decodeValue,
  type EncodedValue,
  encodeValue,
  type Json,
  type JsonObject,
  RETURN_VALUE,
  type Workload,
} from '@tradewind/model';
import {
  createTaskContext,
  type DagDefinition,
  errorToOutcome,
  type RuntimeContext,
  type TaskDefinition,
  type TaskServices,
} from '@tradewind/sdk/runtime';
import { TaskNotInDagError, XComTooLargeError } from './errors.ts';

/** What of a workload an attempt depends on. */
export type AttemptFacts = Pick<
  Workload,
  'taskId' | 'mapIndex' | 'tryNumber' | 'maxTries' | 'run' | 'inputs' | 'isRenderOnly'
>;

export interface AttemptLimits {
  /** Size of one encoded XCom, in bytes of UTF-8. */
  readonly maxXComBytes: number;
}

export interface AttemptAnswer {
  readonly outcome: AttemptOutcome;
  /** The templated fields as they were rendered, for people; null when the task has none. */
  readonly rendered: JsonObject | null;
}

/** Never rejects: whatever goes wrong is the outcome. Time and memory are not watched over. */
export async function runAttempt(
  dag: DagDefinition,
  facts: AttemptFacts,
  services: TaskServices,
  limits: AttemptLimits,
): Promise<AttemptAnswer> {
  let rendered: JsonObject | null = null;
  try {
    const task = dag.tasks.get(facts.taskId);
    if (task === undefined) throw new TaskNotInDagError(facts.taskId, facts.run.dagId);
    const params = await resolveParams(dag, task, facts.run.conf);
    const context = createTaskContext({ ...facts, params }, services);
    let input = task.resolveInput(decodeInputs(facts.inputs), params);
    if (task.render !== null) {
      input = await task.render(input, context);
      rendered = showRendered(task.templatedFields, input);
    }
    if (facts.isRenderOnly === true) return { outcome: { kind: 'success' }, rendered };
    const result = await task.run(input, context);
    return { outcome: succeed(task, result, context, limits), rendered };
  } catch (error) {
    return { outcome: outcomeOfError(error), rendered };
  }
}

/** The outcome of an attempt that threw `error`. */
export function outcomeOfError(error: unknown): AttemptOutcome {
  const outcome = errorToOutcome(error);
  const isForGood = outcome.kind === 'failed' && error instanceof XComTooLargeError;
  return isForGood ? { ...outcome, isRetryable: false } : outcome;
}

async function resolveParams(dag: DagDefinition, task: TaskDefinition, conf: JsonObject): Promise<unknown> {
  const ofDag = await dag.resolveParams(conf);
  return task.resolveParams === null ? ofDag : task.resolveParams(conf, ofDag);
}

function decodeInputs(inputs: Workload['inputs']): { readonly [taskId: string]: unknown } {
  const outputs: { [taskId: string]: unknown } = {};
  for (const taskId in inputs) outputs[taskId] = decodeValue(inputs[taskId]!);
  return outputs;
}

function succeed(
  task: TaskDefinition,
  result: unknown,
  context: RuntimeContext,
  { maxXComBytes }: AttemptLimits,
): AttemptOutcome {
  const encoded = result === undefined ? undefined : encodeValue(result);
  if (encoded !== undefined) checkSize(RETURN_VALUE, encoded, maxXComBytes);
  const xcoms = context.hasXComs ? context.xcom.pushed : null;
  for (const key in xcoms) checkSize(key, xcoms[key]!, maxXComBytes);
  const skips = task.skipsOf(result);
  return {
    kind: 'success',
    ...(encoded !== undefined && { result: encoded }),
    ...(xcoms !== null && { xcoms }),
    ...(skips !== null && { skips }),
  };
}

function checkSize(key: string, value: EncodedValue, maxBytes: number): void {
  // A UTF-16 unit is at most three bytes of UTF-8, so only values near the limit have to be counted.
  if (value.length * 3 <= maxBytes) return;
  const bytes = Buffer.byteLength(value);
  if (bytes > maxBytes) throw new XComTooLargeError(key, bytes, maxBytes);
}

/** What became of the templated fields of an input; what JSON cannot hold is shown as text. */
function showRendered(names: readonly string[], input: unknown): JsonObject | null {
  if (typeof input !== 'object' || input === null) return null;
  const values = new Map(Object.entries(input));
  const shown = names.filter((name) => values.has(name)).map((name) => [name, asJson(values.get(name))] as const);
  return shown.length === 0 ? null : Object.fromEntries(shown);
}

function asJson(value: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as Json;
  } catch {
    return String(value);
  }
}
