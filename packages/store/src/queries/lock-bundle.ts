import type { Queryable, Statement } from '../database.ts';

const lockBundleStatement: Statement = {
  name: 'lock-bundle',
  text: `select pg_advisory_xact_lock(hashtextextended('tradewind bundle ' || $1, 0))`,
};

/** Waits until no other transaction stores files of this bundle, and keeps others waiting until this one ends. */
export async function lockBundle(transaction: Queryable, bundleName: string): Promise<void> {
  await transaction.query(lockBundleStatement, [bundleName]);
}
