import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * How the tests of the whole repository run.
 *
 * Tests run the TypeScript sources: the condition `@tradewind/source` leads from a package's name to its `src`. Vitest
 * hands it on to its workers, and `child_process.fork` or `process.execArgv` to what a test starts. No build is needed.
 *
 * Type tests (`*.test-d.ts`) are not here: `tsc -p tsconfig.json` checks them, with `// @ts-expect-error` above each
 * line that must not compile.
 */
const sourceCondition = '@tradewind/source';
const conditions = [sourceCondition, ...defaultServerConditions];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: [sourceCondition, 'node', 'module-sync'] } },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['packages/test-support/src/vitest-setup.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'examples/**/*.test.ts'],
          testTimeout: 10_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'tools',
          include: ['tools/**/*.test.ts'],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
