import { deletePool, getPool, getPools, patchPool, postPool } from '@tradewind/contract';
import { DEFAULT_POOL, type PoolName } from '@tradewind/model';
import { type Database, listPoolPage, POOL_ORDER, type PoolUsageRow, type Queryable } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem, notFound } from '../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { masked } from '../http/update-mask.ts';
import { poolOperations } from '../operations/index.ts';
import { within } from '../operations/within.ts';
import { presentPool } from '../present/pool.ts';

export interface PoolParts {
  readonly database: Database;
}

export function poolEndpoints({ database }: PoolParts): readonly Endpoint[] {
  const inside = (transaction: Queryable): ReturnType<typeof poolOperations> =>
    poolOperations({ database: within(transaction, database) });
  return [
    handle(getPools, async ({ query, caller }) => {
      const page = await listPoolPage(database, {
        namePattern: query.pool_name_pattern,
        namePrefixPattern: query.pool_name_prefix_pattern,
        order: orderOf(query.order_by!, POOL_ORDER, ['name']),
        page: pageOf(query),
      });
      return collection(
        'pools',
        page,
        page.rows.map((row) => presentPool(row, caller)),
      );
    }),
    handle(getPool, async ({ params, caller }) => presentPool(await requirePool(database, params.pool_name), caller)),
    handle(postPool, ({ body, change, caller }) =>
      change(async ({ transaction, record }) => {
        const { name, slots, description, include_deferred: includeDeferred = false } = body;
        if ((await findPool(transaction, name)) !== null)
          throw new HttpProblem(409, `There is already a pool "${name}".`);
        await inside(transaction).save([{ name, slots, description: description ?? '', includeDeferred }]);
        record({ event: 'post_pool', extra: name, after: { name, slots, include_deferred: includeDeferred } });
        return presentPool(await requirePool(transaction, name), caller);
      }),
    ),
    handle(patchPool, ({ params, query, body, change, caller }) =>
      change(async ({ transaction, record }) => {
        const before = await requirePool(transaction, params.pool_name);
        const given = masked(body, query.update_mask);
        const newName = given.pool ?? given.name ?? before.name;
        if (newName !== before.name)
          throw new HttpProblem(400, `pool: the pool "${before.name}" cannot be renamed; create another one.`);
        const after = {
          name: before.name,
          slots: given.slots ?? before.slots,
          description: given.description ?? before.description,
          includeDeferred: given.include_deferred ?? before.includeDeferred,
        };
        if (before.name === DEFAULT_POOL && 'description' in given) after.description = before.description;
        await inside(transaction).save([after]);
        record({
          event: 'patch_pool',
          extra: before.name,
          before: { slots: before.slots },
          after: { slots: after.slots },
        });
        return presentPool(await requirePool(transaction, before.name), caller);
      }),
    ),
    handle(deletePool, ({ params, change }) =>
      change(async ({ transaction, record }) => {
        const before = await requirePool(transaction, params.pool_name);
        await inside(transaction).delete(before.name);
        record({ event: 'delete_pool', extra: before.name, before: { name: before.name, slots: before.slots } });
        return null;
      }),
    ),
  ];
}

async function findPool(database: Queryable, name: string): Promise<PoolUsageRow | null> {
  const order = orderOf([], POOL_ORDER, ['name']);
  const { rows } = await listPoolPage(database, { name: name as PoolName, order, page: { limit: 1 } });
  return rows[0] ?? null;
}

/** @throws {HttpProblem} 404 */
async function requirePool(database: Queryable, name: string): Promise<PoolUsageRow> {
  const pool = await findPool(database, name);
  if (pool === null) throw notFound(`There is no pool "${name}".`);
  return pool;
}
