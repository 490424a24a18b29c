import type { WorkerFacts } from '@tradewind/model';
import type { AttemptRunner } from '../attempt-runner.ts';
import type { BundleSource, ExecutionApi } from '../execution-api.ts';
import type { WorkerRejectedError } from './errors.ts';
import type { RemoteWorkerListener } from './events.ts';
import type { SchedulerLink } from './scheduler-link.ts';

/** What attempts of a remote worker reach the scheduler's side by. */
export interface WorkerServices {
  readonly api: ExecutionApi;
  readonly bundles: BundleSource;
}

export interface RemoteWorkerOptions {
  readonly facts: Omit<WorkerFacts, 'workerId'>;
  /** Makes a connection to the scheduler. What it throws is tried again. */
  readonly connect: () => Promise<SchedulerLink>;
  /** What the scheduler wants to hear; read for every connection. */
  readonly token: () => Promise<string>;
  /** The worker's home: bundle versions lie in its `bundles`, and are fetched into it. */
  readonly home: string;
  /** Gives a fetched bundle what else it needs, such as installed packages. @default nothing */
  readonly completeBundle?: (folder: string) => Promise<void>;
  /** Runs the attempts, at most as many at once as `facts.slots`. */
  readonly createRunner: (services: WorkerServices) => AttemptRunner;
  /** How long attempts go on while no scheduler can be reached. @default 300000 */
  readonly aloneMs?: number;
  /** How long `stop` waits until the scheduler has recorded the last reports. @default 5000 */
  readonly settleMs?: number;
  /** The scheduler turned it away; it does not try again. */
  readonly onRejected: (error: WorkerRejectedError) => void;
  readonly onEvent?: RemoteWorkerListener;
}
