import { TradewindError, type WorkerRejection } from '@tradewind/model';

/** The scheduler does not let the worker in; trying again would change nothing. */
export class WorkerRejectedError extends TradewindError {
  readonly code = 'WORKER_REJECTED';
  readonly reason: WorkerRejection;

  constructor(reason: WorkerRejection, message: string) {
    super(`The scheduler turned this worker away. ${message} ${REMEDY[reason]}`);
    this.reason = reason;
  }
}

const REMEDY: Readonly<Record<WorkerRejection, string>> = {
  wrong_token:
    'Give the worker the content of "worker.token" in the home of the scheduler, as TRADEWIND__WORKER__TOKEN or by worker.schedulerHome.',
  wrong_protocol: 'Run the same version of Tradewind on both sides.',
};

/** What the scheduler's side sent is not the code that its name promises. */
export class BundleCorruptError extends TradewindError {
  readonly code = 'BUNDLE_CORRUPT';
  readonly version: string;

  constructor(version: string, what: string) {
    super(
      `Bundle version ${version.slice(0, 12)} was not taken over from the scheduler: ${what}. ` +
        'Its folder there was changed or damaged: delete it, and have the DAG processor make it again.',
    );
    this.version = version;
  }
}

/** The worker ended before the scheduler's side could answer. */
export class WorkerStoppedError extends TradewindError {
  readonly code = 'WORKER_STOPPED';

  constructor() {
    super('The worker was stopped before the scheduler could answer. The attempt is made again.');
  }
}
