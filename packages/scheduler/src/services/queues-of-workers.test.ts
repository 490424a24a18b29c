import type { Workload } from '@tradewind/model';
import { FakeExecutor, makeDag } from '@tradewind/test-support';
import { expect, onTestFinished, test } from 'vitest';
import { type SchedulerHarness, startHarness } from '../fixtures/scheduler-harness.ts';

/** An executor with workers for some queues, one slot each. */
class QueueExecutor extends FakeExecutor {
  readonly served = new Set<string>();
  readonly settled: string[] = [];
  readonly firstSettled: PromiseWithResolvers<void> = Promise.withResolvers();
  onSlots: () => void = () => undefined;

  override start(reports: Parameters<FakeExecutor['start']>[0], onSlots: () => void = () => undefined): Promise<void> {
    this.onSlots = onSlots;
    return super.start(reports);
  }
  override slots(queue?: string): number {
    const queues = queue === undefined ? [...this.served] : [...this.served].filter((one) => one === queue);
    const busy = [...this.held.values()].map((workload: Workload) => workload.queue);
    return queues.filter((one) => !busy.includes(one)).length;
  }
  serves(queue?: string): boolean {
    return queue === undefined ? this.served.size > 0 : this.served.has(queue);
  }
  settle(attemptId: string): void {
    this.settled.push(attemptId);
    this.firstSettled.resolve();
  }
}

async function start(): Promise<{ executor: QueueExecutor; harness: SchedulerHarness }> {
  const executor = new QueueExecutor();
  const harness = await startHarness({ executors: [executor] });
  onTestFinished(() => harness.close());
  await harness.store(
    makeDag('queues', [
      { id: 'plain', queue: 'default' },
      { id: 'big', queue: 'gpu' },
    ]),
  );
  return { executor, harness };
}

test('a task waits for a worker of its queue, says so, and starts when one comes', async () => {
  const { executor, harness } = await start();
  executor.served.add('default');
  const key = await harness.trigger('queues');
  await executor.firstSettled.promise;
  const rows = await harness.test.database.query<{ state: string; code: string }>(
    { name: 'test-reason', text: `select state, reason ->> 'code' as code from task_instance where task_id = 'big'` },
    [],
  );
  expect(rows).toEqual([{ state: 'scheduled', code: 'no_worker_for_queue' }]);
  executor.served.add('gpu');
  executor.onSlots();
  await harness.until('runFinished', ({ dagRunKey }) => dagRunKey === key);
  expect(await harness.states(key)).toEqual({ plain: 'success', big: 'success' });
});

test('an executor hears of every end that is recorded', async () => {
  const { executor, harness } = await start();
  executor.served.add('default').add('gpu');
  await harness.run('queues');
  expect(executor.settled.toSorted()).toEqual(executor.submitted.map(({ attemptId }) => attemptId).toSorted());
});
