import { TradewindError } from '@tradewind/model';

/** The server does not let the worker in; trying again would change nothing. */
export class WorkerRejectedError extends TradewindError {
  readonly code = 'WORKER_REJECTED';
  readonly status: number;

  constructor(status: number, message: string) {
    super(`The server turned this worker away. ${message}`);
    this.status = status;
  }
}

/** The Execution API refused a call of a worker. */
export class ExecutionRefusedError extends TradewindError {
  readonly code = 'EXECUTION_REFUSED';
  readonly status: number;
  readonly routeId: string;
  /** What it said, as it came. */
  readonly answer: string;

  constructor(routeId: string, status: number, answer: string) {
    super(`The server refused ${routeId} with ${status}: ${readDetail(answer).message}`);
    this.status = status;
    this.routeId = routeId;
    this.answer = answer;
  }

  /** What it said, in parts. */
  get detail(): RefusalDetail {
    return readDetail(this.answer);
  }
}

export interface RefusalDetail {
  readonly message: string;
  readonly name: string | null;
  readonly reason: string | null;
}

function readDetail(answer: string): RefusalDetail {
  try {
    const { detail } = JSON.parse(answer) as { readonly detail?: unknown };
    if (typeof detail === 'string') return { message: detail, name: null, reason: null };
    const { message, name = null, reason = null } = (detail ?? {}) as Partial<RefusalDetail>;
    if (typeof message === 'string') return { message, name, reason };
  } catch {
    // Not JSON: some proxy's own words.
  }
  return { message: answer.slice(0, 500), name: null, reason: null };
}

/** What the server sent is not the code that its name promises. */
export class BundleCorruptError extends TradewindError {
  readonly code = 'BUNDLE_CORRUPT';
  readonly version: string;

  constructor(version: string, what: string) {
    super(
      `Bundle version ${version.slice(0, 12)} was not taken over from the server: ${what}. ` +
        'Its folder there was changed or damaged: delete it, and have the DAG processor make it again.',
    );
    this.version = version;
  }
}

/** The worker ended before the server could answer. */
export class WorkerStoppedError extends TradewindError {
  readonly code = 'WORKER_STOPPED';

  constructor() {
    super('The worker was stopped before the server could answer. The attempt is made again.');
  }
}
