/** Whether what is recorded is what must be: a sentence for each thing that is not. */
import { EXPECTATIONS, type Expectation } from './expectations.ts';
import type { RecordedAttempt, RecordedRun, RecordedTask } from './recorded.ts';

export function checkRuns(runs: readonly RecordedRun[]): readonly string[] {
  return [...runs.flatMap(checkRun), ...checkAttemptIds(runs)];
}

function checkRun(run: RecordedRun): readonly string[] {
  const expected = EXPECTATIONS[run.dagId];
  if (expected === undefined) return [`${nameOf(run)}: nobody says how it must end`];
  const wrong: string[] = [];
  if (run.state !== expected.state) wrong.push(`${nameOf(run)} is ${run.state}, not ${expected.state}`);
  for (const { taskId, retries } of run.graph) {
    const task = run.tasks.get(taskId);
    if (task === undefined) wrong.push(`${nameOf(run)}: there is no task instance of ${taskId}`);
    else wrong.push(...checkTask(run, expected, task), ...checkTries(run, expected, task, retries));
  }
  if (run.tasks.size !== run.graph.length) wrong.push(`${nameOf(run)} has ${run.tasks.size} task instances`);
  if (run.dagId === 'versioned') wrong.push(...checkVersion(run));
  return wrong;
}

function checkTask(run: RecordedRun, expected: Expectation, task: RecordedTask): readonly string[] {
  const { taskId, state, result } = task;
  const mustBe = expected.tasks?.[taskId] ?? 'success';
  const wrong: string[] = [];
  if (state !== mustBe) wrong.push(`${nameOf(run)}: ${taskId} is ${state}, not ${mustBe}`);
  const wanted = expected.results?.[taskId];
  if (wanted !== undefined && result !== wanted)
    wrong.push(`${nameOf(run)}: ${taskId} returned ${result}, not ${wanted}`);
  return wrong;
}

/** Every try but the last has one attempt in the history, and a reason that nobody but a fault or the plan gave it. */
function checkTries(run: RecordedRun, expected: Expectation, task: RecordedTask, retries: number): readonly string[] {
  const { taskId, tryNumber, maxTries, lostAttempts } = task;
  const history = run.attempts.filter((attempt) => attempt.taskId === taskId);
  const planned = expected.plannedFailures?.[taskId] ?? 0;
  const hasRun = task.attemptId !== null;
  const wrong = history.flatMap((attempt) => checkAttempt(attempt, planned));
  const tries = history.map((attempt) => attempt.tryNumber).join();
  const earlier = Array.from({ length: hasRun ? tryNumber - 1 : 0 }, (_, index) => index + 1).join();
  if (tries !== earlier) wrong.push(`its history has the tries "${tries}" before try ${tryNumber}`);
  if (hasRun && tryNumber <= planned) wrong.push(`it ended in try ${tryNumber}, which fails`);
  const lost = history.filter(({ reasonCode }) => isLoss(reasonCode)).length;
  if (maxTries !== retries + lost) wrong.push(`it has ${maxTries} tries after ${lost} lost ones, from ${retries}`);
  if (lostAttempts < lost) wrong.push(`it counts ${lostAttempts} lost attempts, and has ${lost} in its history`);
  return wrong.map((sentence) => `${nameOf(run)}: ${taskId}: ${sentence}`);
}

/** Whether the attempt was taken from its task, and cost no try. */
function isLoss(reasonCode: string | null): boolean {
  return reasonCode === 'attempt_lost' || reasonCode === 'could_not_start';
}

function checkAttempt(attempt: RecordedAttempt, planned: number): readonly string[] {
  const { tryNumber, state, reasonCode, exitReason, errorName } = attempt;
  if (state !== 'failed') return [`try ${tryNumber} was followed by another one, and is ${state}`];
  if (isLoss(reasonCode) || exitReason === 'crashed') return [];
  if (tryNumber <= planned && errorName === 'PlannedError') return [];
  return [`try ${tryNumber} failed because of ${reasonCode}, ${exitReason}, ${errorName}`];
}

/** A run gives what the code of its version gives. */
function checkVersion(run: RecordedRun): readonly string[] {
  const result = run.tasks.get('tell')?.result;
  return String(result) === run.description ? [] : [`${nameOf(run)} of release ${run.description} gave ${result}`];
}

function checkAttemptIds(runs: readonly RecordedRun[]): readonly string[] {
  const ids = runs.flatMap(({ tasks, attempts }) => [
    ...[...tasks.values()].flatMap(({ attemptId }) => attemptId ?? []),
    ...attempts.map(({ attemptId }) => attemptId),
  ]);
  const twice = ids.length - new Set(ids).size;
  return twice === 0 ? [] : [`${twice} ids of attempts stand in two places`];
}

export function nameOf({ dagId, runId }: Pick<RecordedRun, 'dagId' | 'runId'>): string {
  return `${dagId} ${runId}`;
}
