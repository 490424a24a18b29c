/**
 * The conformance suite: what every executor promises, as tests. See the promises in `executor.ts`.
 *
 * @example
 * import { describe, test } from 'vitest';
 * describeExecutor({ describe, test, create: async ({ parallelism }) => ({ executor, createWorkload, dispose }) });
 */
import assert from 'node:assert/strict';
import type { AttemptId, AttemptReport, Workload } from '@tradewind/model';
import type { Executor } from '../executor.ts';
import type { ConformanceOptions, ExecutorUnderTest } from './executor-under-test.ts';
import { ReportRecorder } from './recorder.ts';

interface Bench extends ExecutorUnderTest {
  readonly recorder: ReportRecorder;
  readonly submit: (...workloads: readonly Workload[]) => void;
}

type Scenario = (bench: Bench) => Promise<void>;

/** Declares the tests; call it at the top of a test file. */
export function describeExecutor({ describe, test, create }: ConformanceOptions): void {
  const scenario = (title: string, parallelism: number, play: Scenario): void =>
    test(title, async () => {
      const underTest = await create({ parallelism });
      const recorder = new ReportRecorder();
      const { executor } = underTest;
      await executor.start(recorder.listen);
      try {
        await play({ ...underTest, recorder, submit: (...workloads) => submitQuietly(executor, recorder, workloads) });
      } finally {
        await executor.stop({ graceMs: 0 });
        await underTest.dispose();
      }
    });

  describe('reports of an executor', () => {
    scenario('every submitted attempt gets exactly one finished report', 4, finishOnce);
    scenario('started precedes finished, and both tell the same story', 2, tellOneStory);
    scenario('a task that throws is a failure that may be retried', 1, reportFailure);
  });
  describe('slots of an executor', () => {
    scenario('slots are never negative and come back', 2, countSlots);
    scenario('of the attempts that wait, priority goes first, then the order of arrival', 1, respectOrder);
  });
  describe('cancelling', () => {
    scenario('an attempt that waits never starts', 1, cancelWaiting);
    scenario('an attempt that runs is ended', 1, cancelRunning);
    scenario('an attempt over its time is ended and may be retried', 1, cancelForTimeout);
    scenario('unknown and finished attempts are left alone', 1, cancelUnknown);
  });
  describe('stopping and adopting', () => {
    scenario('a running attempt may finish within the grace', 1, stopWithGrace);
    scenario('without grace, what runs and what waits is reported as lost', 1, stopWithoutGrace);
    scenario('what is submitted after stop is reported as lost', 1, submitAfterStop);
    scenario('adopt names the attempts that it still holds', 1, adoptHeld);
  });
}

const finishOnce: Scenario = async ({ createWorkload, recorder, submit }) => {
  const workloads = Array.from({ length: 40 }, (_, index) => createWorkload(index % 4 === 0 ? 'fail' : 'succeed'));
  submit(...workloads.slice(0, 1));
  submit(...workloads.slice(1));
  await Promise.all(workloads.map(({ attemptId }) => recorder.finished(attemptId)));
  for (const { attemptId } of workloads) {
    const kinds = recorder.of(attemptId).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['started', 'finished'], `the reports of ${attemptId}`);
  }
};

const tellOneStory: Scenario = async ({ createWorkload, recorder, submit }) => {
  const workload = createWorkload('take_a_while');
  const submittedAt = Date.now();
  submit(workload);
  const started = await recorder.started(workload.attemptId);
  assert.equal(recorder.of(workload.attemptId).length, 1, 'started is not kept back until the attempt is finished');
  const finished = await recorder.finished(workload.attemptId);
  assert.equal(finished.outcome.kind, 'success');
  assert.equal(finished.worker, started.worker);
  assert.ok(finished.startedAt !== null && finished.at >= finished.startedAt, 'it ends after it starts');
  assert.ok(started.at > submittedAt - 1000, 'instants are milliseconds since the epoch');
};

const reportFailure: Scenario = async ({ createWorkload, recorder, submit }) => {
  const workload = createWorkload('fail');
  submit(workload);
  const { outcome } = await recorder.finished(workload.attemptId);
  assert.ok(outcome.kind === 'failed' && outcome.isRetryable, 'failed, and retryable');
  assert.notEqual(outcome.error.message, '');
};

const countSlots: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const before = executor.slots();
  assert.ok(before >= 2, 'an idle executor has as many slots as its parallelism');
  const hanging = Array.from({ length: before + 3 }, () => createWorkload('hang'));
  submit(...hanging);
  assert.equal(executor.slots(), 0);
  for (const { attemptId } of hanging) executor.cancel(attemptId, 'cancelled');
  await Promise.all(hanging.map(({ attemptId }) => recorder.finished(attemptId)));
  assert.ok(executor.slots() >= before, `${executor.slots()} slots are left of ${before}`);
};

const respectOrder: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const first = createWorkload('hang');
  submit(first);
  await recorder.started(first.attemptId);
  const low = createWorkload('succeed', { priority: 1 });
  const high = createWorkload('succeed', { priority: 9 });
  const alsoHigh = createWorkload('succeed', { priority: 9 });
  submit(low, high);
  submit(alsoHigh);
  executor.cancel(first.attemptId, 'cancelled');
  await Promise.all([low, high, alsoHigh].map(({ attemptId }) => recorder.finished(attemptId)));
  const order = recorder.reports.filter(({ kind }) => kind === 'started').map(({ attemptId }) => attemptId);
  assert.deepEqual(
    order,
    [first, high, alsoHigh, low].map(({ attemptId }) => attemptId),
  );
};

const cancelWaiting: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const running = createWorkload('hang');
  const waiting = createWorkload('succeed');
  submit(running);
  await recorder.started(running.attemptId);
  submit(waiting);
  executor.cancel(waiting.attemptId, 'cancelled');
  const finished = await recorder.finished(waiting.attemptId);
  assert.equal(finished.startedAt, null);
  assert.equal(exitReasonOf(finished), 'cancelled');
  assert.equal(recorder.of(waiting.attemptId).length, 1, 'there is no started report');
};

const cancelRunning: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const workload = createWorkload('hang');
  submit(workload);
  await recorder.started(workload.attemptId);
  executor.cancel(workload.attemptId, 'cancelled');
  executor.cancel(workload.attemptId, 'timeout');
  const finished = await recorder.finished(workload.attemptId);
  assert.equal(exitReasonOf(finished), 'cancelled', 'the first reason stands');
  assert.notEqual(finished.startedAt, null);
};

const cancelForTimeout: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const workload = createWorkload('hang');
  submit(workload);
  await recorder.started(workload.attemptId);
  executor.cancel(workload.attemptId, 'timeout');
  const finished = await recorder.finished(workload.attemptId);
  assert.equal(exitReasonOf(finished), 'timeout');
  assert.ok(finished.outcome.kind === 'failed' && finished.outcome.isRetryable);
};

const cancelUnknown: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const workload = createWorkload('succeed');
  executor.cancel(createWorkload('succeed').attemptId, 'cancelled');
  submit(workload);
  await recorder.finished(workload.attemptId);
  executor.cancel(workload.attemptId, 'cancelled');
  await executor.stop({ graceMs: 0 });
  assert.deepEqual(
    recorder.reports.map(({ attemptId }) => attemptId),
    [workload.attemptId, workload.attemptId],
  );
};

const stopWithGrace: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const workload = createWorkload('take_a_while');
  submit(workload);
  await recorder.started(workload.attemptId);
  await executor.stop({ graceMs: 30_000 });
  assert.equal(finishedNow(recorder, workload.attemptId).outcome.kind, 'success');
  assert.equal(executor.slots(), 0, 'a stopped executor has no slots');
};

const stopWithoutGrace: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const running = createWorkload('hang');
  const waiting = createWorkload('succeed');
  submit(running);
  await recorder.started(running.attemptId);
  submit(waiting);
  await Promise.all([executor.stop({ graceMs: 0 }), executor.stop({ graceMs: 0 })]);
  assert.equal(exitReasonOf(finishedNow(recorder, running.attemptId)), 'lost');
  assert.equal(exitReasonOf(finishedNow(recorder, waiting.attemptId)), 'lost');
  assert.equal(finishedNow(recorder, waiting.attemptId).startedAt, null);
};

const submitAfterStop: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  await executor.stop({ graceMs: 0 });
  const workload = createWorkload('succeed');
  submit(workload);
  const finished = await recorder.finished(workload.attemptId);
  assert.equal(exitReasonOf(finished), 'lost');
  assert.equal(finished.startedAt, null);
};

const adoptHeld: Scenario = async ({ executor, createWorkload, recorder, submit }) => {
  const [done, running, waiting, unknown] = [
    createWorkload('succeed'),
    createWorkload('hang'),
    createWorkload('succeed'),
    createWorkload('succeed'),
  ];
  submit(done);
  await recorder.finished(done.attemptId);
  submit(running);
  await recorder.started(running.attemptId);
  submit(waiting);
  const asked = [done, running, waiting, unknown].map(({ attemptId }) => attemptId);
  assert.deepEqual(await executor.adopt(asked), [running.attemptId, waiting.attemptId]);
};

/** Submits, and sees that nothing is reported before the call returns. */
function submitQuietly(executor: Executor, recorder: ReportRecorder, workloads: readonly Workload[]): void {
  const before = recorder.reports.length;
  executor.submit(workloads);
  assert.equal(recorder.reports.length, before, 'submit returns before anything is reported');
}

function finishedNow(recorder: ReportRecorder, attemptId: AttemptId): Extract<AttemptReport, { kind: 'finished' }> {
  const report = recorder.of(attemptId).find(({ kind }) => kind === 'finished');
  assert.ok(report?.kind === 'finished', `the finished report of ${attemptId} has come`);
  return report;
}

function exitReasonOf({ outcome }: Extract<AttemptReport, { kind: 'finished' }>): string | undefined {
  return outcome.kind === 'failed' ? outcome.exitReason : undefined;
}
