/** Errors about the database that the configuration names. */
import { TradewindError } from '@tradewind/model';

/** PostgreSQL answers, and does not let us in. */
export class DatabaseRefusedError extends TradewindError {
  readonly code = 'DATABASE_REFUSED';
  readonly target: string;

  constructor(target: string, cause: Error) {
    super(
      `PostgreSQL at ${target} refuses the connection: ${cause.message}. Check user, password and database in DATABASE_URL.`,
      { cause },
    );
    this.target = target;
  }
}
