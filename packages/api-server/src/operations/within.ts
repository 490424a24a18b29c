import type { Database, Queryable } from '@tradewind/store';

/** `database`, as it looks from within `transaction`: whatever it does is part of that one. */
export function within(transaction: Queryable, database: Database): Database {
  return {
    ...database,
    query: (statement, values) => transaction.query(statement, values),
    transaction: (work) => work(transaction),
  };
}
