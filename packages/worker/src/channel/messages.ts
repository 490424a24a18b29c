/**
 * The messages between supervisor and child. Plain JSON; `*At` are milliseconds since the epoch.
 *
 * Invariants
 * 1. `started` of an attempt is posted before author code runs, and everything posted before it is written first.
 * 2. `closing` is the last message of a child that ends in an orderly way. What it had not started by then never ran.
 */
import type { AttemptId, AttemptOutcome, JsonObject, SerializedError, Workload } from '@tradewind/model';
import type { CancelReason } from '../attempt-runner.ts';
import type { ExecutionCall } from '../execution-api.ts';
import type { LogLine } from '../logs/log-line.ts';

export type MessageToChild =
  | {
      readonly kind: 'run';
      readonly workload: Workload;
      /** Absolute path of the folder that holds the bundle version. */
      readonly bundleDirectory: string;
      /** The token without which it must not start; 0: it needs none. */
      readonly token: number;
    }
  | { readonly kind: 'abort'; readonly attemptId: AttemptId; readonly reason: CancelReason; readonly message: string }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly call: number; readonly error: SerializedError }
  /** Make a named pipe for tokens at `path`. */
  | { readonly kind: 'open_tokens'; readonly path: string }
  /** End as soon as nothing runs. */
  | { readonly kind: 'exit' };

export type MessageFromChild =
  | { readonly kind: 'ready' }
  | StartedMessage
  | FinishedMessage
  | { readonly kind: 'log'; readonly attemptId: AttemptId; readonly lines: readonly LogLine[] }
  | { readonly kind: 'call'; readonly call: number; readonly attemptId: AttemptId; readonly request: ExecutionCall }
  /** The file of the attempt that runs is being loaded for the first time. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly at: number }
  | { readonly kind: 'tokens_open'; readonly path: string }
  | { readonly kind: 'closing' };

export interface StartedMessage {
  readonly kind: 'started';
  readonly attemptId: AttemptId;
  readonly at: number;
  /** Whether its file has to be loaded first: `loading` and `loaded` follow. */
  readonly isLoading: boolean;
}

export interface FinishedMessage {
  readonly kind: 'finished';
  readonly attemptId: AttemptId;
  readonly startedAt: number;
  readonly at: number;
  readonly outcome: AttemptOutcome;
  readonly cpuMs: number;
  /** Whether it gave the event loop back, so that another process could have used the core. */
  readonly hasWaited: boolean;
  /** The most memory that the process held in RAM while the attempt ran. */
  readonly peakMemoryMb: number;
  /** What it holds now. */
  readonly memoryMb: number;
  readonly rendered: JsonObject | null;
  /** True: a line that names the attempt ends its output on the raw streams 1 and 2. */
  readonly hasOutputMarks: boolean;
}
