import { TradewindError } from '@tradewind/model';

/** Reading a log took too long, mostly because of a regular expression that tries without end. */
export class LogJobTooSlowError extends TradewindError {
  readonly code = 'LOG_SEARCH_TOO_SLOW';
  readonly status = 422;

  constructor(patienceMs: number) {
    super(
      `q: searching a part of the log took longer than ${patienceMs / 1000} s. A regular expression with nested repetitions, such as (a+)+, can take for ever: write it without them, or search for a text.`,
    );
  }
}

/** A log could not be read. */
export class LogJobFailedError extends TradewindError {
  readonly code = 'LOG_UNREADABLE';

  constructor(reason: string) {
    super(`The log could not be read: ${reason}.`);
  }
}
