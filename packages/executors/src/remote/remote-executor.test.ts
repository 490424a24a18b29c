import { hostname } from 'node:os';
import type { AttemptId, AttemptReport } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { createWorkload, FakeWorker, RemoteBench, success } from '../fixtures/remote-bench.ts';

type Finished = Extract<AttemptReport, { kind: 'finished' }>;

function exitReasonOf({ outcome }: Finished): string | undefined {
  return outcome.kind === 'failed' ? outcome.exitReason : undefined;
}

describe('workers', () => {
  test('with a wrong token are turned away with a reason', async () => {
    const bench = await new RemoteBench().start();
    await bench.join();
    const intruder = new FakeWorker(bench.listener, { token: 'guess' });
    expect(await intruder.received('rejected')).toMatchObject({ reason: 'wrong_token' });
    await intruder.closed();
    expect(bench.eventKinds()).toEqual(['workerJoined', 'workerRejected']);
  });

  test('of another protocol are turned away with both versions', async () => {
    const bench = await new RemoteBench().start();
    const stranger = new FakeWorker(bench.listener, { protocol: 99 });
    expect(await stranger.received('rejected')).toMatchObject({
      reason: 'wrong_protocol',
      message: expect.stringContaining('99'),
    });
  });

  test('that say something else than hello are cut off without an answer', async () => {
    const bench = await new RemoteBench().start();
    const odd = new FakeWorker(bench.listener, { slots: 0 });
    await odd.closed();
    expect(odd.messages).toEqual([]);
  });

  test('bring slots, and say so', async () => {
    const bench = await new RemoteBench().start();
    expect([bench.executor.slots(), bench.executor.serves('default')]).toEqual([0, false]);
    await bench.join({ slots: 3 });
    expect([bench.executor.slots(), bench.executor.slots('gpu'), bench.slotNotices]).toEqual([3, 0, 1]);
    expect([bench.executor.serves('default'), bench.executor.serves('gpu')]).toEqual([true, false]);
  });

  test('may not bring more than the parallelism', async () => {
    const bench = await new RemoteBench({ parallelism: 2 }).start();
    await bench.join({ slots: 8 });
    expect(bench.executor.slots()).toBe(2);
    bench.executor.submit([createWorkload()]);
    expect(bench.executor.slots()).toBe(1);
  });
});

describe('attempts', () => {
  test('go to a worker that serves their queue, and wait for one when there is none', async () => {
    const bench = await new RemoteBench().start();
    const plain = await bench.join();
    const [a, b] = [createWorkload({ queue: 'gpu' }), createWorkload()];
    bench.executor.submit([a, b]);
    await plain.received('run');
    expect(plain.given).toEqual([b.attemptId]);
    // What waits for a queue that nobody serves takes nobody's room.
    expect(bench.executor.slots()).toBe(1);
    const gpu = await bench.join({ queues: ['gpu', 'other'] });
    await gpu.received('run');
    expect(gpu.given).toEqual([a.attemptId]);
  });

  test('are shared by workers, and go where their code is when both have as much to do', async () => {
    const bench = await new RemoteBench().start();
    const one = await bench.join({ slots: 2 });
    const two = await bench.join({ slots: 2 });
    const first = createWorkload({ version: 'a' });
    const second = createWorkload({ version: 'b' });
    bench.executor.submit([first]);
    bench.executor.submit([second]);
    await Promise.all([one.received('run'), two.received('run')]);
    one.finish(first.attemptId);
    two.finish(second.attemptId);
    await Promise.all([first, second].map(({ attemptId }) => bench.recorder.finished(attemptId)));
    const again = ['a', 'a', 'b'].map((version) => createWorkload({ version }));
    for (const workload of again) {
      bench.executor.submit([workload]);
      const worker = workload.code.bundleVersion === first.code.bundleVersion ? one : two;
      await worker.received('run', ({ workloads }) => workloads[0]?.attemptId === workload.attemptId);
      worker.finish(workload.attemptId);
      await bench.recorder.finished(workload.attemptId);
    }
  });

  test('wait by priority, then in the order of arrival', async () => {
    const bench = await new RemoteBench().start();
    const workloads = [1, 5, 1, 5].map((priority) => createWorkload({ priority }));
    bench.executor.submit(workloads);
    const worker = await bench.join({ slots: 4 });
    await worker.received('run');
    expect(worker.given).toEqual([1, 3, 0, 2].map((index) => workloads[index]?.attemptId));
  });

  test('are settled with their worker when the scheduler has recorded their end, not before', async () => {
    const bench = await new RemoteBench().start();
    const worker = await bench.join();
    const workload = createWorkload();
    bench.executor.submit([workload]);
    await worker.received('run');
    worker.finish(workload.attemptId);
    await bench.recorder.finished(workload.attemptId);
    await worker.heard();
    expect(worker.messages.map(({ kind }) => kind)).not.toContain('settled');
    bench.executor.settle(workload.attemptId);
    expect(await worker.received('settled')).toEqual({ kind: 'settled', attemptIds: [workload.attemptId] });
  });

  test('that two workers claim to have belong to the one that was given them', async () => {
    const bench = await new RemoteBench().start();
    const worker = await bench.join();
    const workload = createWorkload();
    bench.executor.submit([workload]);
    await worker.received('run');
    const liar = await bench.join({ lastHubId: 'another', attemptIds: [workload.attemptId], slots: 1 });
    expect((await liar.received('revoke')).attemptIds).toEqual([workload.attemptId]);
    liar.finish(workload.attemptId);
    await liar.heard();
    expect(bench.recorder.reports).toEqual([]);
  });
});

describe('what workers ask', () => {
  test('is answered for attempts that they have, and refused for others', async () => {
    const asked: unknown[] = [];
    const answer = async (question: unknown): Promise<unknown> => {
      asked.push(question);
      return 'value';
    };
    const bench = await new RemoteBench({ answer }).start();
    const worker = await bench.join();
    const workload = createWorkload();
    bench.executor.submit([workload]);
    await worker.received('run');
    const question = { kind: 'execution', attemptId: workload.attemptId, method: 'getVariable', args: ['k'] } as const;
    worker.send({ kind: 'ask', ask: 1, question });
    expect(await worker.received('answer')).toEqual({ kind: 'answer', ask: 1, value: 'value' });
    worker.send({ kind: 'ask', ask: 2, question: { ...question, attemptId: 'another' as AttemptId } });
    expect(await worker.received('refusal')).toMatchObject({ ask: 2, error: { code: 'ATTEMPT_NOT_YOURS' } });
    expect(asked).toEqual([question]);
  });

  test('comes back with name, message and code of what was thrown', async () => {
    const answer = async (): Promise<never> => {
      throw Object.assign(new TypeError('no such thing'), { code: 'NO_SUCH' });
    };
    const bench = await new RemoteBench({ answer }).start();
    const worker = await bench.join();
    worker.send({ kind: 'ask', ask: 7, question: { kind: 'bundle_manifest', version: 'v' as never } });
    expect(await worker.received('refusal')).toMatchObject({
      ask: 7,
      error: { name: 'TypeError', message: 'no such thing', code: 'NO_SUCH' },
    });
  });
});

describe('a worker whose connection breaks', () => {
  test('resumes with what it has, and hears again what it did not get', async () => {
    const bench = await new RemoteBench().start();
    const worker = await bench.join({ slots: 3 });
    const [running, missed, called] = [createWorkload(), createWorkload(), createWorkload()];
    bench.executor.submit([running, called]);
    await worker.received('run');
    worker.begin(running.attemptId, called.attemptId);
    await bench.recorder.started(called.attemptId);
    worker.pair.freeze();
    bench.executor.submit([missed]);
    bench.executor.cancel(called.attemptId, 'cancelled');
    worker.pair.cut();
    await worker.closed();
    expect(bench.executor.slots()).toBe(0);
    const again = await bench.join({
      ...worker.hello,
      lastHubId: worker.hubId,
      attemptIds: [running.attemptId, called.attemptId],
    });
    expect((await again.received('run')).workloads.map(({ attemptId }) => attemptId)).toEqual([missed.attemptId]);
    expect((await again.received('cancel')).attemptId).toBe(called.attemptId);
    again.begin(running.attemptId);
    again.finish(running.attemptId);
    await bench.recorder.finished(running.attemptId);
    expect(bench.recorder.of(running.attemptId).map(({ kind }) => kind)).toEqual(['started', 'finished']);
    expect(bench.eventKinds()).toEqual(['workerJoined', 'workerAway', 'workerResumed']);
  });

  test('is lost with its attempts when it does not come back in time, and stops them when it comes later', async () => {
    const bench = await new RemoteBench({ resumeGraceMs: 20 }).start();
    const worker = await bench.join();
    const workload = createWorkload();
    bench.executor.submit([workload]);
    await worker.received('run');
    worker.begin(workload.attemptId);
    await bench.recorder.started(workload.attemptId);
    worker.pair.cut();
    const finished = await bench.recorder.finished(workload.attemptId);
    expect([exitReasonOf(finished), finished.startedAt]).toEqual(['lost', 1]);
    const late = await bench.join({ ...worker.hello, lastHubId: worker.hubId, attemptIds: [workload.attemptId] });
    expect((await late.received('revoke')).attemptIds).toEqual([workload.attemptId]);
    late.finish(workload.attemptId);
    await late.heard();
    expect(bench.recorder.of(workload.attemptId)).toHaveLength(2);
    expect(bench.executor.slots()).toBe(2);
  });

  test('is lost at once when its process on this machine is dead', async () => {
    const bench = await new RemoteBench({ resumeGraceMs: 60_000 }).start();
    const worker = await bench.join({ host: hostname(), pid: 2 ** 22 + 1 });
    const workload = createWorkload();
    bench.executor.submit([workload]);
    await worker.received('run');
    worker.pair.cut();
    expect(exitReasonOf(await bench.recorder.finished(workload.attemptId))).toBe('lost');
    expect(bench.events.at(-1)).toMatchObject({ kind: 'workerLost', why: 'dead', lost: 1 });
  });
});

test('a silent worker is lost after its lease, and one that says something is not', async () => {
  const bench = await new RemoteBench({ heartbeatMs: 10, leaseMs: 80 }).start();
  const silent = await bench.join();
  const workload = createWorkload();
  bench.executor.submit([workload]);
  await silent.received('run');
  silent.pair.freeze();
  const talking = await bench.join();
  const beats = setInterval(() => talking.send({ kind: 'beat' }), 10);
  const finished = await bench.recorder.finished(workload.attemptId);
  clearInterval(beats);
  expect(exitReasonOf(finished)).toBe('lost');
  expect(bench.events.filter(({ kind }) => kind === 'workerLost')).toMatchObject([{ why: 'silent', lost: 1 }]);
});

test('a worker that drains is given nothing more, and what it leaves behind is lost at once', async () => {
  const bench = await new RemoteBench().start();
  const worker = await bench.join();
  const [running, late] = [createWorkload(), createWorkload()];
  bench.executor.submit([running]);
  await worker.received('run');
  worker.send({ kind: 'draining' });
  await worker.heard();
  bench.executor.submit([late]);
  expect([bench.executor.slots(), bench.executor.serves('default')]).toEqual([0, false]);
  worker.send({ kind: 'goodbye' });
  expect(exitReasonOf(await bench.recorder.finished(running.attemptId))).toBe('lost');
  expect(worker.given).toEqual([running.attemptId]);
  expect(bench.recorder.of(late.attemptId)).toEqual([]);
});

describe('after a restart of the scheduler', () => {
  test('what workers bring along is adopted, with the reports that came before', async () => {
    const bench = await new RemoteBench({ adoptionMs: 5000 }).start();
    const [running, done, gone] = ['running', 'done', 'gone'].map((id) => id as AttemptId) as [
      AttemptId,
      AttemptId,
      AttemptId,
    ];
    const adopting = bench.executor.adopt([running, done]);
    const worker = await bench.join({ lastHubId: 'former', attemptIds: [running, done, gone], slots: 3 });
    worker.begin(running);
    worker.finish(done);
    await worker.heard();
    // `running` and `gone` take a slot each; `done` does not.
    expect(bench.executor.slots()).toBe(1);
    expect(await adopting).toEqual([running, done]);
    expect((await bench.recorder.finished(done)).outcome.kind).toBe('success');
    await bench.recorder.started(running);
    expect(bench.recorder.of(gone)).toEqual([]);
    expect(worker.revoked).toEqual([]);
  });

  test('what nobody adopts is stopped', async () => {
    const bench = await new RemoteBench({ unclaimedMs: 20 }).start();
    const worker = await bench.join({ lastHubId: 'former', attemptIds: ['orphan' as AttemptId] });
    expect(bench.executor.slots()).toBe(1);
    expect((await worker.received('revoke')).attemptIds).toEqual(['orphan']);
    expect([bench.executor.slots(), bench.recorder.reports]).toEqual([2, []]);
  });

  test('adopt waits no longer than for the time of the reunion', async () => {
    const bench = await new RemoteBench({ adoptionMs: 20 }).start();
    expect(await bench.executor.adopt(['nowhere' as AttemptId])).toEqual([]);
  });

  test('an executor that leaves attempts says nothing of those that run', async () => {
    const bench = await new RemoteBench({ leavesAttempts: true }).start();
    const worker = await bench.join({ slots: 1 });
    const [running, waiting] = [createWorkload(), createWorkload()];
    bench.executor.submit([running, waiting]);
    await worker.received('run');
    await bench.executor.stop({ graceMs: 60_000 });
    await worker.closed();
    expect(bench.recorder.reports.map(({ attemptId }) => attemptId)).toEqual([waiting.attemptId]);
    expect(worker.revoked).toEqual([]);
  });
});

test('a report that is repeated is passed on once', async () => {
  const bench = await new RemoteBench().start();
  const worker = await bench.join();
  const workload = createWorkload();
  bench.executor.submit([workload]);
  await worker.received('run');
  worker.send({ kind: 'reports', reports: [success(workload.attemptId), success(workload.attemptId)] });
  worker.finish(workload.attemptId);
  await worker.heard();
  expect(bench.recorder.reports).toHaveLength(1);
});
