import { TradewindError } from '@tradewind/model';

/** The worker has no join token to show. */
export class WorkerTokenUnknownError extends TradewindError {
  readonly code = 'WORKER_TOKEN_UNKNOWN';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(
      `There is no join token in ${file}. Copy "worker.token" from the home of the API server to it, or set TRADEWIND__WORKER__TOKEN to its content.`,
      { cause },
    );
    this.file = file;
  }
}
