/** A worker over HTTP against a real API server and database, with reports and logs read where the server keeps them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemoteExecutor } from '@tradewind/executors';
import { ReportRecorder } from '@tradewind/executors/conformance';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openRemoteSite, type RemoteSite } from '../fixtures/remote-site.ts';
import { remoteWorkload } from '../fixtures/remote-workload.ts';
import { storeWorkQueue } from './store-work-queue.ts';

const LIMIT = 60_000;
let site: RemoteSite;
beforeAll(async () => {
  site = await openRemoteSite();
});
afterAll(() => site.close());
beforeEach(() => site.database.runScript('truncate worker, workload, attempt_report'));

async function startExecutor(): Promise<{ executor: RemoteExecutor; recorder: ReportRecorder }> {
  const executor = new RemoteExecutor({ queue: storeWorkQueue(site.database) });
  const recorder = new ReportRecorder();
  await executor.start(recorder.listen);
  onTestFinished(() => executor.stop({ graceMs: 0 }));
  return { executor, recorder };
}

test('attempts of a scheduler that is gone are heard of by the one that adopts them', { timeout: LIMIT }, async () => {
  const { worker } = site.createWorker();
  await worker.start();
  onTestFinished(() => worker.stop({ graceMs: 0 }));
  const [former, heir] = [await startExecutor(), await startExecutor()];
  const [done, going] = [remoteWorkload('succeed'), remoteWorkload('take_a_while')];
  former.executor.submit([done, going]);
  await former.recorder.finished(done.attemptId);
  // It has not recorded that, and never will.
  expect(await heir.executor.adopt([done.attemptId, going.attemptId])).toEqual([done.attemptId, going.attemptId]);
  await Promise.all([heir.recorder.finished(done.attemptId), heir.recorder.finished(going.attemptId)]);
  expect(former.recorder.of(going.attemptId).filter(({ kind }) => kind === 'finished')).toEqual([]);
});

test('an API server that is started again misses nothing', { timeout: LIMIT }, async () => {
  const bench = site.createWorker();
  await bench.worker.start();
  onTestFinished(() => bench.worker.stop({ graceMs: 0 }));
  const { executor, recorder } = await startExecutor();
  const workload = remoteWorkload('take_a_while');
  executor.submit([workload]);
  await recorder.started(workload.attemptId);
  await site.stopApi();
  await bench.event('serverAway');
  await site.startApi();
  expect((await recorder.finished(workload.attemptId)).outcome.kind).toBe('success');
  await bench.event('serverBack');
  const next = remoteWorkload('succeed');
  executor.submit([next]);
  await recorder.finished(next.attemptId);
});

test('what a task prints is in the log at the server when its end is reported', { timeout: LIMIT }, async () => {
  const { worker, home } = site.createWorker();
  await worker.start();
  onTestFinished(() => worker.stop({ graceMs: 0 }));
  const { executor, recorder } = await startExecutor();
  const workload = remoteWorkload('talk');
  executor.submit([workload]);
  await recorder.finished(workload.attemptId);
  const run = `run_id=${workload.run.runId}`;
  const log = readFileSync(join(site.logsFolder, 'dag_id=zoo', run, 'task_id=talk/attempt=1.log'), 'utf8');
  const messages = log
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages).toEqual(Array.from({ length: 3000 }, (_, index) => `line ${index}`));
  expect(existsSync(join(home, 'logs'))).toBe(false);
});

test('a wrong join token is the end of the worker', { timeout: LIMIT }, async () => {
  const rejected = Promise.withResolvers<Error>();
  const { worker } = site.createWorker({ joinToken: async () => 'guess', onRejected: rejected.resolve });
  await worker.start();
  expect(await rejected.promise).toMatchObject({ code: 'WORKER_REJECTED', status: 401 });
  await worker.stop({ graceMs: 0 });
});
