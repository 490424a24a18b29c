import type { PoolName } from '@tradewind/model';
import type { Queryable, Statement } from '../database.ts';

export interface PoolRow {
  readonly name: PoolName;
  /** -1: without limit. */
  readonly slots: number;
  readonly description: string;
  readonly includeDeferred: boolean;
  /** Slots that queued and running task instances hold. */
  readonly occupied: number;
}

const listPoolsStatement: Statement = {
  name: 'list-pools',
  text: `select name, slots, description, include_deferred as "includeDeferred", occupied from pool order by name`,
};

/** All pools, by name. */
export async function listPools(database: Queryable): Promise<readonly PoolRow[]> {
  return database.query<PoolRow>(listPoolsStatement);
}
