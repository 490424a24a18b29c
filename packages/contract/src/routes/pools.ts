import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import { BulkResponse } from '../schemas/bulk.ts';
import { orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { Pool, PoolBody, PoolBulkBody, PoolCollection, PoolPatchBody } from '../schemas/pool.ts';
import { DryRunQuery, UpdateMask } from '../schemas/values.ts';

export const POOL_ORDER_NAMES = ['name', 'pool', 'slots'] as const;

export const getPools = route({
  id: 'get_pools',
  method: 'GET',
  path: '/api/v2/pools',
  tag: 'Pool',
  summary: 'The pools, and what their slots are used for.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(POOL_ORDER_NAMES, 'name'),
    pool_name_pattern: Pattern,
    pool_name_prefix_pattern: Pattern,
  }),
  answers: { 200: PoolCollection },
  rule: permitted('can_read', 'Pools'),
});

export const getPool = route({
  id: 'get_pool',
  method: 'GET',
  path: '/api/v2/pools/{pool_name}',
  tag: 'Pool',
  summary: 'One pool.',
  answers: { 200: Pool },
  rule: permitted('can_read', 'Pools'),
});

export const postPool = route({
  id: 'post_pool',
  method: 'POST',
  path: '/api/v2/pools',
  tag: 'Pool',
  summary: 'Creates a pool.',
  query: DryRunQuery,
  body: PoolBody,
  answers: { 201: Pool },
  rule: permitted('can_create', 'Pools'),
});

export const patchPool = route({
  id: 'patch_pool',
  method: 'PATCH',
  path: '/api/v2/pools/{pool_name}',
  tag: 'Pool',
  summary: 'Changes a pool; with `update_mask` only the fields that it names.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: PoolPatchBody,
  answers: { 200: Pool },
  rule: permitted('can_edit', 'Pools'),
});

export const deletePool = route({
  id: 'delete_pool',
  method: 'DELETE',
  path: '/api/v2/pools/{pool_name}',
  tag: 'Pool',
  summary: 'Deletes a pool. The default pool stays.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Pools'),
});

export const bulkPools = route({
  id: 'bulk_pools',
  method: 'PATCH',
  path: '/api/v2/pools',
  tag: 'Pool',
  summary: 'Creates, changes and deletes many pools.',
  query: DryRunQuery,
  body: PoolBulkBody,
  answers: { 200: BulkResponse },
  rule: permittedAll(['can_create', 'Pools'], ['can_edit', 'Pools'], ['can_delete', 'Pools']),
});

export const poolRoutes: readonly Route[] = [getPools, getPool, postPool, patchPool, deletePool, bulkPools];
