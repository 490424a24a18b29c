import type { BundleVersionId } from '@tradewind/model';
import type { AttemptRunner } from '../attempt-runner.ts';
import type { BundleSource, ExecutionApi } from '../execution-api.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { WorkerRejectedError } from './errors.ts';
import type { RemoteWorkerListener } from './events.ts';
import type { WorkerFacts } from './membership.ts';

/** What attempts of a remote worker reach the server by. */
export interface WorkerServices {
  readonly api: ExecutionApi;
  readonly bundles: BundleSource;
  readonly logs: LogStore;
}

/** A runner that remembers where bundle versions are has to forget those that are removed. */
export interface RemoteRunner extends AttemptRunner {
  forgetBundle(version: BundleVersionId): void;
}

export interface RemoteWorkerOptions {
  readonly facts: WorkerFacts;
  /** The API server, or the proxy before it: `https://tradewind.example/`. */
  readonly url: URL;
  /** What it shows to be let in. */
  readonly joinToken: () => Promise<string>;
  /** The worker's home: bundle versions lie in its `bundles`, and are fetched into it. */
  readonly home: string;
  /** Gives a fetched bundle what else it needs, such as installed packages. @default nothing */
  readonly completeBundle?: (folder: string) => Promise<void>;
  /** Runs the attempts, at most as many at once as `facts.slots`. */
  readonly createRunner: (services: WorkerServices) => RemoteRunner;
  /** How long a question for work may wait at the server. Proxies end what is silent for too long. @default 25000 */
  readonly pollMs?: number;
  /** How long attempts go on while no server can be reached. @default 300000 */
  readonly aloneMs?: number;
  /** How long `stop` waits until the server has taken the last reports and logs. @default 5000 */
  readonly settleMs?: number;
  /** How many bundle versions it keeps. @default 20 */
  readonly keptVersions?: number;
  /** The server turned it away; it does not try again. */
  readonly onRejected: (error: WorkerRejectedError) => void;
  readonly onEvent?: RemoteWorkerListener;
}
