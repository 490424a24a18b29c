import { Type } from '@sinclair/typebox';
import { BulkBody } from './bulk.ts';
import { Collection } from './page.ts';
import { Can, Closed, Nullable } from './values.ts';

const slots = Type.Integer({
  minimum: -1,
  maximum: 2_147_483_647,
  description: 'Number of slots. Use -1 for unlimited.',
});
const poolName = Type.String({ minLength: 1, maxLength: 256, pattern: '\\S' });

export const Pool = Type.Object({
  name: Type.String(),
  slots,
  description: Nullable(Type.String()),
  include_deferred: Type.Boolean(),
  occupied_slots: Type.Integer(),
  running_slots: Type.Integer(),
  queued_slots: Type.Integer(),
  scheduled_slots: Type.Integer(),
  deferred_slots: Type.Integer(),
  open_slots: Type.Integer({ description: '-1: without limit.' }),
  team_name: Type.Null(),
  can: Type.Optional(Can),
});

export const PoolCollection = Collection('pools', Pool);

export const PoolBody = Closed({
  name: poolName,
  slots,
  description: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  include_deferred: Type.Optional(Type.Boolean({ default: false })),
  team_name: Type.Optional(Type.Null()),
});

export const PoolPatchBody = Closed({
  pool: Type.Optional(Nullable(poolName)),
  name: Type.Optional(Nullable(poolName)),
  slots: Type.Optional(Nullable(slots)),
  description: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  include_deferred: Type.Optional(Nullable(Type.Boolean())),
  team_name: Type.Optional(Type.Null()),
});

export const PoolBulkBody = BulkBody({
  create: PoolBody,
  update: PoolBody,
  delete: Type.Object({ name: poolName }),
});
