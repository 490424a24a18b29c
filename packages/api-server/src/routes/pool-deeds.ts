/** What is done to pools, one by one or many at once. */
import type { Static } from '@sinclair/typebox';
import type { PoolBody, PoolPatchBody } from '@tradewind/contract';
import { DEFAULT_POOL, type PoolName } from '@tradewind/model';
import {
  type Database,
  listPoolPage,
  listPools,
  POOL_ORDER,
  type PoolUsageRow,
  type Queryable,
} from '@tradewind/store';
import type { EntityDeeds } from '../http/bulk.ts';
import type { Changing } from '../http/change.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import { orderOf } from '../http/paging.ts';
import { masked } from '../http/update-mask.ts';
import { type PoolOperations, poolOperations } from '../operations/pool-operations.ts';
import { within } from '../operations/within.ts';

type Created = Static<typeof PoolBody>;
type Updated = Static<typeof PoolPatchBody> & { readonly name: string };
type Reference = { readonly name: string };

export function poolDeeds(database: Database): EntityDeeds<Created, Updated, Reference> {
  const inside = ({ transaction }: Changing): PoolOperations =>
    poolOperations({ database: within(transaction, database) });
  return {
    noun: 'pools',
    keyOf: (entity) => (typeof entity === 'string' ? entity : entity.name),
    findExisting: async (_, { transaction }) => new Set<string>((await listPools(transaction)).map(({ name }) => name)),
    async create({ name, slots, description, include_deferred: includeDeferred = false }, changing) {
      if ((await findPool(changing.transaction, name)) !== null)
        throw new HttpProblem(409, `There is already a pool "${name}".`);
      await inside(changing).save([{ name, slots, description: description ?? '', includeDeferred }]);
      return { event: 'post_pool', extra: name, after: { name, slots, include_deferred: includeDeferred } };
    },
    async update(body, changing, mask) {
      const before = await requirePool(changing.transaction, body.name);
      const after = changed(before, masked(body, mask));
      await inside(changing).save([after]);
      return { event: 'patch_pool', extra: before.name, before: factsOf(before), after: factsOf(after) };
    },
    async delete(name, changing) {
      const before = await requirePool(changing.transaction, name);
      await inside(changing).delete(before.name);
      return { event: 'delete_pool', extra: name, before: { name, ...factsOf(before) } };
    },
  };
}

type PoolFields = Pick<PoolUsageRow, 'name' | 'slots' | 'description' | 'includeDeferred'>;

function changed(before: PoolFields, given: Partial<Updated>): PoolFields {
  const isDefault = before.name === DEFAULT_POOL;
  return {
    name: before.name,
    slots: given.slots ?? before.slots,
    description: isDefault ? before.description : (given.description ?? before.description),
    includeDeferred: given.include_deferred ?? before.includeDeferred,
  };
}

function factsOf({ slots, description, includeDeferred }: PoolFields) {
  return { slots, description, include_deferred: includeDeferred };
}

async function findPool(database: Queryable, name: string): Promise<PoolUsageRow | null> {
  const order = orderOf([], POOL_ORDER, ['name']);
  const { rows } = await listPoolPage(database, { name: name as PoolName, order, page: { limit: 1 } });
  return rows[0] ?? null;
}

/** @throws {HttpProblem} 404 */
export async function requirePool(database: Queryable, name: string): Promise<PoolUsageRow> {
  const pool = await findPool(database, name);
  if (pool === null) throw notFound(`There is no pool "${name}".`);
  return pool;
}
