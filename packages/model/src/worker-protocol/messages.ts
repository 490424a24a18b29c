/**
 * What scheduler and worker say to each other when the worker is a process of its own. Plain data that survives JSON.
 *
 * Terms: a *hub* is what one life of a scheduler process offers to workers; it has an id of its own. A report is
 * *settled* once the scheduler has recorded or refused the end of its attempt.
 *
 * The course of a conversation
 * 1. The worker says `hello`, with the attempts that it still has. The hub answers `welcome`, or `rejected` and closes.
 * 2. The worker tells again what of these attempts is not settled. The hub sends `revoke` for those that are not this
 *    worker's any more.
 * 3. From there on both talk as they like, and each says at least `beat` within the interval that `welcome` names.
 * 4. A connection that breaks is made anew with another `hello`; nothing that was under way on the old one arrives later.
 */
import type { AttemptReport, SerializedError, Workload } from '../attempt.ts';
import type { AttemptId, BundleVersionId } from '../ids.ts';
import type { Json } from '../json.ts';

/** Raised by every change that an older side would misunderstand. */
export const WORKER_PROTOCOL = 1;

/** Who the worker is. */
export interface WorkerFacts {
  /** One life of a worker process; another one after every start. */
  readonly workerId: string;
  /** For people. */
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  /** Attempts that it runs at once. */
  readonly slots: number;
  /** The queues whose tasks it runs. */
  readonly queues: readonly string[];
}

export interface WorkerHello extends WorkerFacts {
  readonly kind: 'hello';
  readonly protocol: number;
  readonly token: string;
  /** The hub that welcomed it last; null for the first one. */
  readonly lastHubId: string | null;
  /** Attempts that wait or run in it, or whose end is not settled. */
  readonly attemptIds: readonly AttemptId[];
}

export type MessageFromWorker =
  | WorkerHello
  /** Repeated on every new connection until the end of their attempt is settled. */
  | { readonly kind: 'reports'; readonly reports: readonly AttemptReport[] }
  | { readonly kind: 'ask'; readonly ask: number; readonly question: WorkerQuestion }
  | { readonly kind: 'beat' }
  /** It takes no more attempts, and ends those that it has. */
  | { readonly kind: 'draining' }
  /** It is gone for good: what it still had is lost. */
  | { readonly kind: 'goodbye' };

/** What a worker asks the scheduler's side for. Asked again on a new connection as long as there is no answer. */
export type WorkerQuestion =
  /** A call of the Execution API in the name of an attempt. */
  | {
      readonly kind: 'execution';
      readonly attemptId: AttemptId;
      readonly method: string;
      readonly args: readonly Json[];
    }
  /** Answered with a `BundleManifest`. */
  | { readonly kind: 'bundle_manifest'; readonly version: BundleVersionId }
  /** Answered with bytes in base64, from `offset` on; fewer than the rest of the file if that is long. */
  | {
      readonly kind: 'bundle_part';
      readonly version: BundleVersionId;
      readonly path: string;
      readonly offset: number;
    };

/** Why a worker was not let in: its token, or the version of what it speaks. */
export type WorkerRejection = 'wrong_token' | 'wrong_protocol';

export type MessageToWorker =
  | {
      readonly kind: 'welcome';
      readonly hubId: string;
      /** How often each side has to say something. */
      readonly heartbeatMs: number;
      /** After this long without a word the other side counts as gone. */
      readonly leaseMs: number;
    }
  | { readonly kind: 'rejected'; readonly reason: WorkerRejection; readonly message: string }
  | { readonly kind: 'run'; readonly workloads: readonly Workload[] }
  | { readonly kind: 'cancel'; readonly attemptId: AttemptId; readonly reason: 'timeout' | 'cancelled' }
  /** These are not yours any more: stop them, and report nothing. */
  | { readonly kind: 'revoke'; readonly attemptIds: readonly AttemptId[] }
  | { readonly kind: 'settled'; readonly attemptIds: readonly AttemptId[] }
  | { readonly kind: 'answer'; readonly ask: number; readonly value: Json }
  | { readonly kind: 'refusal'; readonly ask: number; readonly error: SerializedError }
  | { readonly kind: 'beat' };
