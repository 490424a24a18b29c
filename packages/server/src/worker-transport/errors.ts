import { TradewindError } from '@tradewind/model';

/** A message between scheduler and worker is larger than a connection carries. */
export class MessageTooLargeError extends TradewindError {
  readonly code = 'MESSAGE_TOO_LARGE';
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(bytes: number, maxBytes: number) {
    super(
      `A message between scheduler and worker has ${bytes} bytes, and at most ${maxBytes} are allowed. ` +
        'Have tasks return where their data is instead of the data.',
    );
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/** Another scheduler of this home listens for workers. */
export class WorkerEndpointTakenError extends TradewindError {
  readonly code = 'WORKER_ENDPOINT_TAKEN';
  readonly path: string;

  constructor(path: string) {
    super(
      `Another scheduler listens for workers at ${path}. Stop it, give this one another core.home, ` +
        'or set core.executor to "local" here.',
    );
    this.path = path;
  }
}

/** No scheduler has said where it listens for workers. */
export class WorkerEndpointUnknownError extends TradewindError {
  readonly code = 'WORKER_ENDPOINT_UNKNOWN';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      `No scheduler has listened for workers here: ${file} cannot be read. Start one with core.executor set to "remote", ` +
        'or name its home in worker.schedulerHome.',
      { cause },
    );
    this.file = file;
  }
}

/** The worker has no token to show. */
export class WorkerTokenUnknownError extends TradewindError {
  readonly code = 'WORKER_TOKEN_UNKNOWN';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`The token of the scheduler cannot be read from ${file}. Set TRADEWIND__WORKER__TOKEN to its content.`, {
      cause,
    });
    this.file = file;
  }
}
