import { type AnswerOf, bulkPools, deletePool, getPool, getPools, patchPool, postPool } from '@tradewind/contract';
import type { Pool, PoolsPort } from '../ports/pools-port.ts';
import { listAll } from './list-all.ts';
import { type BulkCreate, saveMany } from './save-many.ts';
import type { Server } from './server.ts';

/** The pools of a server. */
export function remotePools({ client }: Server): PoolsPort {
  const list = (): Promise<readonly Pool[]> =>
    listAll(
      (page) => client.call(getPools, { query: page }),
      (page) => page.pools.map(poolOf),
    );
  const save = {
    keyOf: ({ name }: PoolBody) => name,
    create: (body: PoolBody) => client.call(postPool, { body }),
    update: (body: PoolBody) => client.call(patchPool, { params: { pool_name: body.name }, body }),
    listKeys: async () => (await list()).map(({ name }) => name),
    bulk: (action: BulkCreate<PoolBody>) => client.call(bulkPools, { body: { actions: [action] } }),
    bulkRoute: bulkPools,
  };
  return {
    list,
    find: async (name) => poolOf(await client.call(getPool, { params: { pool_name: name } })),
    save: (pools) =>
      saveMany(
        pools.map(({ includeDeferred, ...pool }) => ({ ...pool, include_deferred: includeDeferred })),
        save,
      ),
    delete: async (name) => void (await client.call(deletePool, { params: { pool_name: name } })),
  };
}

interface PoolBody {
  readonly name: string;
  readonly slots: number;
  readonly description: string;
  readonly include_deferred: boolean;
}

function poolOf(pool: AnswerOf<typeof getPool>): Pool {
  return {
    name: pool.name,
    slots: pool.slots,
    description: pool.description ?? '',
    includeDeferred: pool.include_deferred,
    occupied: pool.occupied_slots,
  };
}
