import { type Executor, RemoteExecutor } from '@tradewind/executors';
import { describeExecutor } from '@tradewind/executors/conformance';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openRemoteSite, type RemoteSite } from '../fixtures/remote-site.ts';
import { remoteWorkload } from '../fixtures/remote-workload.ts';
import { storeWorkQueue } from './store-work-queue.ts';

let site: RemoteSite;
beforeAll(async () => {
  site = await openRemoteSite();
});
afterAll(() => site.close());

/** Counts as started when its worker is there, and settles what is reported, as the scheduler does. */
function withWorker(executor: RemoteExecutor): Executor {
  const { start } = executor;
  executor.start = (reports) =>
    new Promise((resolve, reject) => {
      const takeAll: typeof reports = (batch) => {
        reports(batch);
        for (const { kind, attemptId } of batch) if (kind === 'finished') executor.settle(attemptId);
      };
      const look = (): void => {
        if (executor.serves()) resolve();
      };
      start.call(executor, takeAll, look).then(look, reject);
    });
  return executor;
}

describe('the remote executor with PostgreSQL, an API server and a worker over HTTP', () => {
  describeExecutor({
    describe,
    // It starts processes, on a machine that may be busy with others.
    test: (title, body) => test(title, body, 60_000),
    create: async ({ parallelism }) => {
      await site.database.runScript('truncate worker, workload, attempt_report');
      const { worker } = site.createWorker({ slots: parallelism });
      await worker.start();
      return {
        executor: withWorker(new RemoteExecutor({ queue: storeWorkQueue(site.database) })),
        createWorkload: (behaviour, options) => remoteWorkload(behaviour, options),
        dispose: () => worker.stop({ graceMs: 0 }),
      };
    },
  });
});
