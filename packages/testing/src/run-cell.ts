import type { AttemptOutcome, EncodedValue, JsonObject } from '@tradewind/model';
import { RETURN_VALUE } from '@tradewind/model';
import type { Cell } from '@tradewind/scheduler/decide';
import type { DagDefinition } from '@tradewind/sdk';
import type { LogEntry } from '@tradewind/sdk/runtime';
import { runAttempt } from '@tradewind/worker';
import type { RunMemory } from './memory-services.ts';

interface AttemptAnswer {
  readonly outcome: AttemptOutcome;
  readonly rendered: JsonObject | null;
}

/** Runs one attempt. Its `executionTimeout` counts in real time: a task that hangs would hang the test. */
export async function runCell(
  dag: DagDefinition,
  cell: Cell,
  memory: RunMemory,
  { log, clock }: { readonly log: LogEntry[]; readonly clock: () => number },
): Promise<AttemptAnswer> {
  const { task, tryNumber, maxTries, mapIndex, board } = cell;
  const controller = new AbortController();
  const inputs = inputsOf(cell, memory);
  const facts = { taskId: task.taskId, tryNumber, maxTries, mapIndex, run: board.facts, inputs };
  const services = memory.servicesFor(log, clock, controller.signal);
  const answer = runAttempt(dag, facts, services, { maxXComBytes: Number.POSITIVE_INFINITY });
  if (task.executionTimeoutMs === null) return await answer;
  return await withTimeout(answer, task.executionTimeoutMs, controller);
}

function inputsOf({ task }: Cell, memory: RunMemory): { readonly [taskId: string]: EncodedValue } {
  const results = task.inputs.map((taskId) => [taskId, memory.xcom(taskId, RETURN_VALUE)] as const);
  return Object.fromEntries(results.filter((entry): entry is [(typeof entry)[0], EncodedValue] => entry[1] !== null));
}

async function withTimeout(
  answer: Promise<AttemptAnswer>,
  timeoutMs: number,
  controller: AbortController,
): Promise<AttemptAnswer> {
  const { promise, resolve } = Promise.withResolvers<AttemptAnswer>();
  const timer = setTimeout(() => {
    const message = `The task took longer than its executionTimeout of ${timeoutMs} ms.`;
    const error = { name: 'Error', message, code: null, stack: null, cause: null };
    resolve({ outcome: { kind: 'failed', error, isRetryable: true, exitReason: 'timeout' }, rendered: null });
    controller.abort(new Error(message));
  }, timeoutMs);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
