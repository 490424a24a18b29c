import { expect, test } from 'vitest';
import { createWorkload, startSupervisor } from '../fixtures/supervisor-bench.ts';

test('an attempt that is called off while its file is loaded never begins its task', async () => {
  const bench = await startSupervisor({ stopGraceMs: 60_000 });
  const workload = createWorkload('hang');
  bench.run(workload);
  await bench.started(workload.attemptId);
  bench.supervisor.cancel(workload.attemptId, 'cancelled');
  const { outcome } = await bench.finished(workload.attemptId);
  expect(outcome).toMatchObject({
    exitReason: 'cancelled',
    error: { message: expect.stringContaining('signal was aborted') },
  });
});
