import { LocalExecutor } from '@tradewind/executors';
import { describeExecutor } from '@tradewind/executors/conformance';
import { describe, test } from 'vitest';
import type { ExecutionApi } from '../execution-api.ts';
import { BUNDLE, createWorkload } from '../fixtures/create-workload.ts';
import { MemoryLogStore } from '../fixtures/memory-log-store.ts';
import { Supervisor } from './supervisor.ts';

describe('the local executor with a real supervisor', () => {
  describeExecutor({
    describe,
    test,
    create: async ({ parallelism }) => {
      const runner = new Supervisor({
        bundles: { bundleDirectory: async () => BUNDLE },
        api: {} as ExecutionApi,
        logs: new MemoryLogStore(),
        minChildren: 1,
        maxChildren: parallelism,
      });
      return {
        executor: new LocalExecutor({ runner, parallelism }),
        createWorkload,
        dispose: async () => {},
      };
    },
  });
});
