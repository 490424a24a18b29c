import { bulkPools, deletePool, getPool, getPools, patchPool, postPool } from '@tradewind/contract';
import { type Database, listPoolPage, POOL_ORDER } from '@tradewind/store';
import { runBulk } from '../http/bulk.ts';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../http/paging.ts';
import { presentPool } from '../present/pool.ts';
import { poolDeeds, requirePool } from './pool-deeds.ts';

export interface PoolParts {
  readonly database: Database;
}

export function poolEndpoints({ database }: PoolParts): readonly Endpoint[] {
  const deeds = poolDeeds(database);
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
      change(async (changing) => {
        changing.record(await deeds.create(body, changing));
        return presentPool(await requirePool(changing.transaction, body.name), caller);
      }),
    ),
    handle(patchPool, ({ params, query, body, change, caller }) =>
      change(async (changing) => {
        const newName = body.pool ?? body.name ?? params.pool_name;
        if (newName !== params.pool_name)
          throw new HttpProblem(400, `pool: the pool "${params.pool_name}" cannot be renamed; create another one.`);
        changing.record(await deeds.update({ ...body, name: params.pool_name }, changing, query.update_mask));
        return presentPool(await requirePool(changing.transaction, params.pool_name), caller);
      }),
    ),
    handle(deletePool, ({ params, change }) =>
      change(async (changing) => {
        changing.record(await deeds.delete(params.pool_name, changing));
        return null;
      }),
    ),
    handle(bulkPools, ({ body, change }) => change((changing) => runBulk(body.actions, deeds, changing))),
  ];
}
