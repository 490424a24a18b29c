import { type Executor, RemoteExecutor, type WorkerLink } from '@tradewind/executors';
import { describeExecutor } from '@tradewind/executors/conformance';
import type { AttemptReport, MessageFromWorker, MessageToWorker } from '@tradewind/model';
import { createLinkPair } from '@tradewind/test-support';
import { describe, test } from 'vitest';
import { BUNDLE, createWorkload } from '../fixtures/create-workload.ts';
import { MemoryLogStore } from '../fixtures/memory-log-store.ts';
import { Supervisor } from '../supervisor/supervisor.ts';
import { RemoteWorker } from './remote-worker.ts';

/** The executor, which counts as started when its worker is there. */
class WithWorker implements Executor {
  readonly name = 'remote';
  readonly #executor: RemoteExecutor;
  readonly #worker: RemoteWorker;
  #accept: (link: WorkerLink) => void = (link) => link.close();

  constructor(parallelism: number) {
    this.#executor = new RemoteExecutor({
      listener: {
        listen: async (onLink) => {
          this.#accept = onLink;
        },
        close: async () => {},
      },
      token: async () => 'secret',
      answer: async () => null,
      adoptionMs: 100,
    });
    this.#worker = new RemoteWorker({
      facts: { name: 'worker', host: 'here', pid: process.pid, slots: parallelism, queues: ['default'] },
      connect: async () => {
        const { near, far } = createLinkPair<MessageFromWorker, MessageToWorker>();
        this.#accept(far);
        return near;
      },
      token: async () => 'secret',
      home: '/nowhere',
      settleMs: 0,
      createRunner: ({ api }) =>
        new Supervisor({
          bundles: { bundleDirectory: async () => BUNDLE },
          api,
          logs: new MemoryLogStore(),
          minChildren: 1,
          maxChildren: parallelism,
        }),
      onRejected: (error) => {
        throw error;
      },
    });
  }

  start(reports: Parameters<Executor['start']>[0]): Promise<void> {
    return new Promise((resolve, reject) => {
      const takeAll = (batch: readonly AttemptReport[]): void => {
        reports(batch);
        // As the scheduler does when it has recorded them.
        for (const { kind, attemptId } of batch) if (kind === 'finished') this.#executor.settle(attemptId);
      };
      this.#executor.start(takeAll, resolve).catch(reject);
      this.#worker.start().catch(reject);
    });
  }
  stop(options: Parameters<Executor['stop']>[0]): Promise<void> {
    return this.#executor.stop(options);
  }
  slots(): number {
    return this.#executor.slots();
  }
  submit(workloads: Parameters<Executor['submit']>[0]): void {
    this.#executor.submit(workloads);
  }
  cancel(...order: Parameters<Executor['cancel']>): void {
    this.#executor.cancel(...order);
  }
  adopt(attemptIds: Parameters<Executor['adopt']>[0]): ReturnType<Executor['adopt']> {
    return this.#executor.adopt(attemptIds);
  }
  dispose(): Promise<void> {
    return this.#worker.stop({ graceMs: 0 });
  }
}

describe('the remote executor with a worker at the other end of a connection', () => {
  describeExecutor({
    describe,
    // It starts processes, on a machine that may be busy with others.
    test: (title, body) => test(title, body, 60_000),
    create: async ({ parallelism }) => {
      const executor = new WithWorker(parallelism);
      return { executor, createWorkload, dispose: () => executor.dispose() };
    },
  });
});
