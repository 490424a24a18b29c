import type { Workload } from '@tradewind/model';
import type { Executor } from '../executor.ts';

/** What the task of a workload does when it runs. */
export type Behaviour =
  /** Returns at once. */
  | 'succeed'
  /** Throws at once. */
  | 'fail'
  /** Takes a fifth of a second, then returns. */
  | 'take_a_while'
  /** Never returns, and stops when its signal is aborted. */
  | 'hang';

/** An executor in the hands of the conformance suite. */
export interface ExecutorUnderTest {
  /** Not started yet. */
  readonly executor: Executor;
  /** A workload, each with an id of its own, whose task does as it is told. */
  readonly createWorkload: (behaviour: Behaviour, options?: { readonly priority?: number }) => Workload;
  /** Called after each test; the executor is stopped by then. */
  readonly dispose: () => Promise<void>;
}

/** What an implementer hands to `describeExecutor`. */
export interface ConformanceOptions {
  /** `describe` and `test` of the test runner: Vitest, Jest, `node:test`. */
  readonly describe: (title: string, body: () => void) => void;
  readonly test: (title: string, body: () => Promise<void>) => void;
  /** A new executor that runs at most `parallelism` attempts at once. */
  readonly create: (options: { readonly parallelism: number }) => Promise<ExecutorUnderTest>;
}
