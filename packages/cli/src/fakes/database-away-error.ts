import { TradewindError } from '@tradewind/model';

/** What the store throws when the server does not answer. */
export class DatabaseAwayError extends TradewindError {
  readonly code: string = 'DATABASE_UNREACHABLE';

  constructor() {
    super('Cannot reach PostgreSQL at localhost.');
  }
}
