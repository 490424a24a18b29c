import { expect, test } from 'vitest';
import { runTradewind } from '../fakes/run-tradewind.ts';
import type { Daemons } from '../ports/services.ts';

/** Daemons that note how they were started. */
function fakeDaemons(started: unknown[]): Daemons {
  return {
    runStandalone: async ({ config }, { loadExamples }) =>
      void started.push(['standalone', config.core.parallelism, loadExamples]),
    runApiServer: async () => void started.push(['api-server']),
    runScheduler: async () => void started.push(['scheduler']),
    runDagProcessor: async (_, { isOnce }) => void started.push(['dag-processor', isOnce]),
    runWorker: async (_, { signal: _signal, ...options }) => void started.push(['worker', options]),
  };
}

test.each([
  ['standalone', ['standalone', 4, false]],
  ['standalone --examples', ['standalone', 4, true]],
  ['scheduler', ['scheduler']],
  ['dag-processor', ['dag-processor', false]],
  ['dag-processor --once', ['dag-processor', true]],
  ['worker', ['worker', {}]],
  ['worker -q gpu,tiny --slots 3 --name box', ['worker', { queues: ['gpu', 'tiny'], slots: 3, name: 'box' }]],
])('tradewind %s', async (line, expected) => {
  const started: unknown[] = [];
  const { code } = await runTradewind(line.split(' '), {
    services: { daemons: async () => fakeDaemons(started) },
    environment: { TRADEWIND__CORE__PARALLELISM: '4' },
  });
  expect(code).toBe(0);
  expect(started).toEqual([expected]);
});

test('a daemon that stopped in an orderly way ends with 0, whoever stopped it', async () => {
  const interruption = new AbortController();
  const daemons = { ...fakeDaemons([]), runScheduler: async () => interruption.abort() };
  const { code } = await runTradewind(['scheduler'], {
    services: { daemons: async () => daemons },
    interruption: interruption.signal,
  });
  expect(code).toBe(0);
});
