import type { AttemptId, AttemptReport, MessageFromWorker, MessageToWorker, Workload } from '@tradewind/model';
import { createLinkPair, type LinkPair } from '@tradewind/test-support';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AttemptRunner, ReportListener } from '../attempt-runner.ts';
import { createWorkload } from '../fixtures/create-workload.ts';
import { TestSignal } from '../fixtures/test-signal.ts';
import type { WorkerRejectedError } from './errors.ts';
import type { RemoteWorkerEvent } from './events.ts';
import type { RemoteWorkerOptions, WorkerServices } from './options.ts';
import { RemoteWorker } from './remote-worker.ts';

type Hello = Extract<MessageFromWorker, { kind: 'hello' }>;

class FakeRunner implements AttemptRunner {
  readonly held = new Set<AttemptId>();
  readonly cancelled = new TestSignal<AttemptId>();
  readonly arrived = new TestSignal<AttemptId>();
  report: ReportListener = () => {};

  async start(reports: ReportListener): Promise<void> {
    this.report = reports;
  }
  async stop(): Promise<void> {
    for (const attemptId of this.held) this.finish(attemptId);
  }
  run(workloads: readonly Workload[]): void {
    for (const { attemptId } of workloads) {
      this.held.add(attemptId);
      this.arrived.emit(attemptId);
    }
  }
  cancel(attemptId: AttemptId): void {
    this.cancelled.emit(attemptId);
  }
  holds(attemptId: AttemptId): boolean {
    return this.held.has(attemptId);
  }

  begin(attemptId: AttemptId): void {
    this.report([{ kind: 'started', attemptId, at: 1, worker: 'w' }]);
  }
  finish(attemptId: AttemptId): void {
    this.held.delete(attemptId);
    this.report([{ kind: 'finished', attemptId, startedAt: 1, at: 2, worker: 'w', ...SUCCESS }]);
  }
}

const SUCCESS = { outcome: { kind: 'success' }, usage: null, rendered: null } as const;

/** One connection as the scheduler sees it. */
class FakeScheduler {
  readonly pair: LinkPair<MessageFromWorker, MessageToWorker> = createLinkPair();
  readonly received = new TestSignal<MessageFromWorker>();
  readonly closed: Promise<void>;

  constructor() {
    this.closed = new Promise((resolve) =>
      this.pair.far.listen({ onMessage: (message) => this.received.emit(message), onClose: resolve }),
    );
  }

  send(message: MessageToWorker): void {
    this.pair.far.send(message);
  }

  async hello(): Promise<Hello> {
    return (await this.received.waitFor(({ kind }) => kind === 'hello')) as Hello;
  }

  async welcome(hubId = 'hub', heartbeatMs = 5000, leaseMs = 15_000): Promise<Hello> {
    const hello = await this.hello();
    this.send({ kind: 'welcome', hubId, heartbeatMs, leaseMs });
    return hello;
  }

  reports(): AttemptReport[] {
    return this.received.all.flatMap((message) => (message.kind === 'reports' ? message.reports : []));
  }
}

class Bench {
  readonly runner = new FakeRunner();
  readonly connections = new TestSignal<FakeScheduler>();
  readonly events = new TestSignal<RemoteWorkerEvent>();
  readonly rejections = new TestSignal<WorkerRejectedError>();
  readonly worker: RemoteWorker;
  services: WorkerServices | undefined;
  isSchedulerThere = true;

  constructor(options: Partial<RemoteWorkerOptions> = {}) {
    this.worker = new RemoteWorker({
      facts: { name: 'one', host: 'here', pid: 1, slots: 2, queues: ['default'] },
      connect: async () => {
        if (!this.isSchedulerThere) throw new Error('nobody is there');
        const scheduler = new FakeScheduler();
        this.connections.emit(scheduler);
        return scheduler.pair.near;
      },
      token: async () => 'secret',
      home: '/nowhere',
      createRunner: (services) => {
        this.services = services;
        return this.runner;
      },
      settleMs: 20,
      onRejected: (error) => this.rejections.emit(error),
      onEvent: (event) => this.events.emit(event),
      ...options,
    });
  }

  async start(): Promise<this> {
    onTestFinished(() => this.worker.stop({ graceMs: 0 }));
    await this.worker.start();
    return this;
  }

  /** The connection of this number, from 0 on. */
  async connection(number: number): Promise<FakeScheduler> {
    return this.connections
      .waitFor(() => this.connections.all.length > number)
      .then(() => this.connections.all[number]!);
  }
}

test('a worker says who it is, and nothing else before it is welcome', async () => {
  const bench = await new Bench().start();
  const scheduler = await bench.connection(0);
  const hello = await scheduler.hello();
  expect(hello).toMatchObject({ name: 'one', slots: 2, token: 'secret', lastHubId: null, attemptIds: [] });
  void bench.services?.api.getVariable('a' as AttemptId, 'key').catch(() => {});
  expect(scheduler.received.all).toHaveLength(1);
  await scheduler.welcome();
  expect(await scheduler.received.waitFor(({ kind }) => kind === 'ask')).toMatchObject({
    question: { kind: 'execution', attemptId: 'a', method: 'getVariable', args: ['key'] },
  });
});

test('a worker that is turned away does not come again', async () => {
  const bench = await new Bench().start();
  const scheduler = await bench.connection(0);
  await scheduler.hello();
  scheduler.send({ kind: 'rejected', reason: 'wrong_token', message: 'No.' });
  const error = await bench.rejections.waitFor(() => true);
  expect(error).toMatchObject({ code: 'WORKER_REJECTED', reason: 'wrong_token' });
  await scheduler.closed;
  await bench.worker.stop({ graceMs: 0 });
  expect(bench.connections.all).toHaveLength(1);
});

describe('reports', () => {
  test('are repeated on every connection until their attempt is settled', async () => {
    const bench = await new Bench().start();
    const first = await bench.connection(0);
    await first.welcome('hub 1');
    const [running, done, settled] = [createWorkload('a'), createWorkload('b'), createWorkload('c')];
    first.send({ kind: 'run', workloads: [running, done, settled] });
    await bench.runner.arrived.waitFor((id) => id === settled.attemptId);
    bench.runner.begin(running.attemptId);
    bench.runner.begin(done.attemptId);
    bench.runner.finish(settled.attemptId);
    await first.received.waitFor(({ kind }) => kind === 'reports');
    first.send({ kind: 'settled', attemptIds: [settled.attemptId] });
    first.send({ kind: 'run', workloads: [createWorkload('last')] });
    await bench.runner.arrived.waitFor(() => bench.runner.arrived.all.length === 4);
    first.pair.cut();
    bench.runner.finish(done.attemptId);
    const second = await bench.connection(1);
    const hello = await second.welcome('hub 1');
    expect(hello.lastHubId).toBe('hub 1');
    expect(hello.attemptIds).toEqual([running.attemptId, done.attemptId, bench.runner.arrived.all[3]]);
    await second.received.waitFor(({ kind }) => kind === 'reports');
    expect(second.reports().map(({ kind, attemptId }) => [kind, attemptId])).toEqual([
      ['started', running.attemptId],
      ['started', done.attemptId],
      ['finished', done.attemptId],
    ]);
  });

  test('of revoked attempts are not made, and the attempts are stopped', async () => {
    const bench = await new Bench().start();
    const scheduler = await bench.connection(0);
    await scheduler.welcome();
    const workload = createWorkload('a');
    scheduler.send({ kind: 'run', workloads: [workload] });
    await bench.runner.arrived.waitFor(() => true);
    scheduler.send({ kind: 'revoke', attemptIds: [workload.attemptId] });
    expect(await bench.runner.cancelled.waitFor(() => true)).toBe(workload.attemptId);
    bench.runner.finish(workload.attemptId);
    await bench.worker.stop({ graceMs: 0 });
    await scheduler.received.waitFor(({ kind }) => kind === 'goodbye');
    expect(scheduler.reports()).toEqual([]);
  });

  test('of which one is too large say so instead of it', async () => {
    const bench = await new Bench().start();
    const scheduler = await bench.connection(0);
    const { near } = scheduler.pair;
    const send = near.send.bind(near);
    near.send = (message) => {
      if (JSON.stringify(message).includes('success')) throw new Error('too many bytes');
      send(message);
    };
    await scheduler.welcome();
    const workload = createWorkload('a');
    scheduler.send({ kind: 'run', workloads: [workload] });
    await bench.runner.arrived.waitFor(() => true);
    bench.runner.finish(workload.attemptId);
    await scheduler.received.waitFor(({ kind }) => kind === 'reports');
    expect(scheduler.reports()).toMatchObject([
      { kind: 'finished', outcome: { kind: 'failed', isRetryable: false, error: { code: 'XCOM_TOO_LARGE' } } },
    ]);
  });
});

test('an attempt that is handed over twice runs once', async () => {
  const bench = await new Bench().start();
  const scheduler = await bench.connection(0);
  await scheduler.welcome();
  const [one, other] = [createWorkload('a'), createWorkload('b')];
  scheduler.send({ kind: 'run', workloads: [one] });
  scheduler.send({ kind: 'run', workloads: [one, other] });
  await bench.runner.arrived.waitFor((id) => id === other.attemptId);
  expect(bench.runner.arrived.all).toEqual([one.attemptId, other.attemptId]);
});

test('a question is asked again on the next connection, and refusals come as errors', async () => {
  const bench = await new Bench().start();
  const first = await bench.connection(0);
  await first.welcome();
  const asking = bench.services!.api.getConnection('a' as AttemptId, 'db');
  await first.received.waitFor(({ kind }) => kind === 'ask');
  first.pair.cut();
  const second = await bench.connection(1);
  await second.welcome();
  const again = await second.received.waitFor(({ kind }) => kind === 'ask');
  const error = { name: 'NoSuchError', message: 'none', code: 'NO_SUCH', stack: null, cause: null };
  second.send({ kind: 'refusal', ask: again.kind === 'ask' ? again.ask : 0, error });
  await expect(asking).rejects.toMatchObject({ name: 'NoSuchError', message: 'none', code: 'NO_SUCH' });
});

test('a silent scheduler is left for another connection', async () => {
  const bench = await new Bench().start();
  const silent = await bench.connection(0);
  await silent.welcome('hub', 10, 60);
  await silent.received.waitFor(({ kind }) => kind === 'beat');
  const next = await bench.connection(1);
  expect((await next.hello()).lastHubId).toBe('hub');
});

test('attempts are stopped when no scheduler comes back in time', async () => {
  const bench = await new Bench({ aloneMs: 30 }).start();
  const scheduler = await bench.connection(0);
  await scheduler.welcome();
  const workload = createWorkload('a');
  scheduler.send({ kind: 'run', workloads: [workload] });
  await bench.runner.arrived.waitFor(() => true);
  bench.isSchedulerThere = false;
  scheduler.pair.cut();
  expect(await bench.runner.cancelled.waitFor(() => true)).toBe(workload.attemptId);
  expect(bench.events.all).toContainEqual({ kind: 'abandoned', count: 1 });
});

test('a worker that stops tells what became of its attempts before it says goodbye', async () => {
  const bench = await new Bench({ settleMs: 60_000 }).start();
  const scheduler = await bench.connection(0);
  await scheduler.welcome();
  const workload = createWorkload('a');
  scheduler.send({ kind: 'run', workloads: [workload] });
  await bench.runner.arrived.waitFor(() => true);
  const stopping = bench.worker.stop({ graceMs: 0 });
  await scheduler.received.waitFor(({ kind }) => kind === 'reports');
  expect(scheduler.received.all.map(({ kind }) => kind)).toEqual(['hello', 'draining', 'reports']);
  scheduler.send({ kind: 'settled', attemptIds: [workload.attemptId] });
  await stopping;
  await scheduler.received.waitFor(({ kind }) => kind === 'goodbye');
  await scheduler.closed;
});
