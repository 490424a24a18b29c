/** The statements of a part of a transaction that can fail on its own. */
import type { Queryable, Statement } from '../database.ts';

const begin: Statement = { name: '', text: 'savepoint part' };
const keep: Statement = { name: '', text: 'release savepoint part' };
const undo: Statement = { name: '', text: 'rollback to savepoint part' };

/** Runs `work` within the transaction. When it throws, what it changed is undone, and the transaction goes on. */
export async function inSavepoint<Result>(transaction: Queryable, work: () => Promise<Result>): Promise<Result> {
  await transaction.query(begin);
  try {
    const result = await work();
    await transaction.query(keep);
    return result;
  } catch (error) {
    await transaction.query(undo);
    await transaction.query(keep);
    throw error;
  }
}
