import { DEFAULT_POOL, type PoolName } from '@tradewind/model';
import { deletePool, listPools, notifySchedulers, type PoolRow, savePool } from '@tradewind/store';
import type { OperationContext } from './dag-operations.ts';
import { PoolInvalidError, PoolNotFoundError, PoolProtectedError } from './errors.ts';

export interface PoolInput {
  readonly name: string;
  /** -1: without limit. */
  readonly slots: number;
  readonly description: string;
  readonly includeDeferred: boolean;
}

export interface PoolOperations {
  list(): Promise<readonly PoolRow[]>;
  /** @throws {PoolNotFoundError} */
  find(name: string): Promise<PoolRow>;
  /** Creates or changes pools, all or none. Returns the names of the new ones. @throws {PoolInvalidError} */
  save(pools: readonly PoolInput[]): Promise<readonly string[]>;
  /** @throws {PoolNotFoundError | PoolProtectedError} */
  delete(name: string): Promise<void>;
}

export function poolOperations({ database }: Pick<OperationContext, 'database'>): PoolOperations {
  const list = (): Promise<readonly PoolRow[]> => listPools(database);
  const missing = async (name: string): Promise<PoolNotFoundError> =>
    new PoolNotFoundError(
      name,
      (await list()).map((pool) => pool.name),
    );
  return {
    list,
    async find(name) {
      const pool = (await list()).find((row) => row.name === name);
      if (pool === undefined) throw await missing(name);
      return pool;
    },
    async save(pools) {
      for (const pool of pools) checkPool(pool);
      return database.transaction(async (transaction) => {
        const created: string[] = [];
        for (const pool of pools.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
          if (await savePool(transaction, { ...pool, name: pool.name as PoolName })) created.push(pool.name);
        }
        await notifySchedulers(transaction, { kind: 'pool' });
        return created;
      });
    },
    async delete(name) {
      if (name === DEFAULT_POOL) throw new PoolProtectedError(name);
      const isDeleted = await database.transaction(async (transaction) => {
        await notifySchedulers(transaction, { kind: 'pool' });
        return deletePool(transaction, name as PoolName);
      });
      if (!isDeleted) throw await missing(name);
    },
  };
}

function checkPool({ name, slots }: PoolInput): void {
  if (name.trim() === '') throw new PoolInvalidError(name, 'expected a name, got an empty text');
  if (!Number.isSafeInteger(slots) || slots < -1) {
    throw new PoolInvalidError(name, `expected slots to be a whole number, or -1 for no limit, got: ${slots}`);
  }
}
