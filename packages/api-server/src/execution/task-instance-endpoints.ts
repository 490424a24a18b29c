/** What an attempt says of itself: Airflow's routes, on the same queue as everything that workers report. */
import {
  appendLog,
  beatTaskInstance,
  type EndingState,
  endTaskInstance,
  putRenderedFields,
  startTaskInstance,
} from '@tradewind/contract/execution';
import {
  type AttemptOutcome,
  type AttemptReport,
  type EncodedValue,
  type JsonObject,
  RETURN_VALUE,
  type Workload,
} from '@tradewind/model';
import { type Database, listXComsOfInstance, saveRenderedFields, storeAttemptReports } from '@tradewind/store';
import { Answer, type Call, type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { instantText, parseInstant } from '../http/instant.ts';
import { requireHeld, requireNotGivenAway, requireSelf } from './attempt-guard.ts';
import { attemptOf } from './execution-caller.ts';
import type { AttemptClaims } from './execution-tokens.ts';
import type { AttemptLogs } from './ports.ts';
import type { WorkDesk } from './work-desk.ts';

export interface TaskInstanceEndpointParts {
  readonly database: Database;
  readonly logs: AttemptLogs;
  readonly maxLogBytes: number;
  readonly desk: WorkDesk;
}

export function taskInstanceEndpoints(parts: TaskInstanceEndpointParts): readonly Endpoint[] {
  return [
    handle(startTaskInstance, (call) => start(parts, call)),
    handle(endTaskInstance, (call) => end(parts, call)),
    handle(beatTaskInstance, async ({ caller, params }) => {
      const claims = attemptOf(caller);
      requireSelf(claims, params.task_instance_id);
      const { cancelReason } = await requireHeld(parts.database, claims);
      if (cancelReason !== null) throw notRunning('called_off', `The attempt is called off: ${cancelReason}.`);
      return null;
    }),
    handle(putRenderedFields, async ({ caller, params, body }) => {
      const claims = attemptOf(caller);
      requireSelf(claims, params.task_instance_id);
      const { attemptId, dagRunKey, place } = claims;
      const isStored = await saveRenderedFields(parts.database, { ...place, dagRunKey, attemptId }, body as JsonObject);
      if (!isStored)
        throw new HttpProblem(410, { reason: 'not_in_force', message: 'The attempt is not in force any more.' });
      return { message: 'Rendered fields stored' };
    }),
    handle(appendLog, async ({ caller, params, body: { offset, text } }) => {
      const claims = attemptOf(caller);
      requireSelf(claims, params.task_instance_id);
      const end = offset + Buffer.byteLength(text);
      if (end > parts.maxLogBytes) throw logTooLong(parts.maxLogBytes);
      await requireNotGivenAway(parts.database, claims);
      const size = await parts.logs.append(claims.place, offset, text);
      return size === end ? { size } : new Answer(409, { size });
    }),
  ];
}

async function start(
  { database }: TaskInstanceEndpointParts,
  { caller, params, body }: Call<typeof startTaskInstance>,
): Promise<ReturnType<typeof runContextOf>> {
  const claims = attemptOf(caller);
  requireSelf(claims, params.task_instance_id);
  const { workload, startedAt, cancelReason } = await requireHeld(database, claims);
  if (cancelReason !== null) throw notRunning('called_off', `The attempt is called off: ${cancelReason}.`);
  if (startedAt !== null) throw notRunning('running', 'The attempt is running already: it was started before.');
  const { attemptId, workerId } = claims;
  const worker = `${body.hostname}:${body.pid}`;
  await storeAttemptReports(database, workerId, [
    { kind: 'started', attemptId, at: parseInstant(body.start_date), worker },
  ]);
  return runContextOf(workload);
}

async function end(
  { database, desk }: TaskInstanceEndpointParts,
  { caller, params, body }: Call<typeof endTaskInstance>,
): Promise<null> {
  const claims = attemptOf(caller);
  requireSelf(claims, params.task_instance_id);
  const { startedAt } = await requireHeld(database, claims);
  const { attemptId, workerId } = claims;
  const report: AttemptReport = {
    kind: 'finished',
    attemptId,
    startedAt,
    at: parseInstant(body.end_date),
    worker: null,
    outcome: await outcomeOf(database, claims, { state: body.state, reason: body.reason ?? null }),
    usage: null,
    rendered: null,
  };
  await storeAttemptReports(database, workerId, [report]);
  desk.noteEnded(workerId, 1);
  return null;
}

async function outcomeOf(
  database: Database,
  claims: AttemptClaims,
  { state, reason }: { readonly state: EndingState; readonly reason: string | null },
): Promise<AttemptOutcome> {
  switch (state) {
    case 'success':
      return { kind: 'success', ...(await xcomsOf(database, claims)) };
    case 'skipped':
      return { kind: 'skipped', reason: reason ?? 'The task said so.' };
    case 'failed':
    case 'up_for_retry': {
      const error = { name: 'Error', message: reason ?? 'The task failed.', code: null, stack: null, cause: null };
      return { kind: 'failed', isRetryable: state === 'up_for_retry', error };
    }
  }
}

/** What the attempt has set before its end travels with its end, as that of every other attempt. */
async function xcomsOf(
  database: Database,
  { dagRunKey, place: { taskId, mapIndex } }: AttemptClaims,
): Promise<Pick<Extract<AttemptOutcome, { kind: 'success' }>, 'result' | 'xcoms'>> {
  const rows = await listXComsOfInstance(database, { dagRunKey, taskId, mapIndex });
  const result = rows.find(({ key }) => key === RETURN_VALUE)?.value;
  const others = rows.filter(({ key }) => key !== RETURN_VALUE);
  const xcoms: { [key: string]: EncodedValue } = Object.fromEntries(others.map(({ key, value }) => [key, value]));
  return { ...(result === undefined ? {} : { result }), ...(others.length === 0 ? {} : { xcoms }) };
}

function runContextOf({ run, taskId, mapIndex, tryNumber, maxTries }: Workload) {
  return {
    dag_run: {
      dag_id: run.dagId,
      run_id: run.runId,
      run_type: run.runType,
      logical_date: instantText(run.logicalDateAt),
      data_interval_start: instantText(run.dataIntervalStartAt),
      data_interval_end: instantText(run.dataIntervalEndAt),
      run_after: instantText(run.runAfterAt),
      start_date: instantText(run.startedAt),
      end_date: null,
      conf: run.conf,
    },
    task_id: taskId,
    map_index: mapIndex,
    try_number: tryNumber,
    max_tries: maxTries,
    task_reschedule_count: 0,
    should_retry: tryNumber < maxTries,
    variables: [],
    connections: [],
  };
}

function logTooLong(maxBytes: number): HttpProblem {
  return new HttpProblem(413, {
    reason: 'log_too_long',
    message: `The log of an attempt has at most ${maxBytes} bytes, and this is beyond. Let the task print less.`,
  });
}

function notRunning(reason: string, message: string): HttpProblem {
  return new HttpProblem(409, { reason, message });
}
