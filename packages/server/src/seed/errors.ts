import { TradewindError } from '@tradewind/model';

/** The database is in use: made-up DAGs would mix with real ones. */
export class SeedRefusedError extends TradewindError {
  readonly code = 'SEED_REFUSED';

  constructor(dags: number) {
    super(
      `The database has ${dags} DAGs already. Give an empty one with DATABASE_URL or core.home, or empty it with "tradewind db reset".`,
    );
  }
}
