/** Assets. DAGs declare none yet: lists are empty, and there is no single one. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted, permittedAll } from '../rule.ts';
import {
  Asset,
  AssetAlias,
  AssetAliasCollection,
  AssetCollection,
  AssetEvent,
  AssetEventBody,
  AssetEventCollection,
  MaterializeAssetBody,
  QueuedEvent,
  QueuedEventCollection,
} from '../schemas/asset.ts';
import { instantRange, orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { DryRunQuery, Instant, JsonObjectSchema } from '../schemas/values.ts';

const ASSETS = '/api/v2/assets';
const QUEUED_OF_DAG = '/api/v2/dags/{dag_id}/assets';
const tag = 'Asset';

const id = Type.Integer({ minimum: -2_147_483_648, maximum: 2_147_483_647 });
export const AssetParams = Type.Object({ asset_id: id });
const DagAssetParams = Type.Object({ dag_id: Type.String(), asset_id: id });
const before = { before: Type.Optional(Instant()) };
const deleteQueued = Type.Object({ ...DryRunQuery.properties, ...before });
const text = Type.Optional(Type.String({ maxLength: 250 }));

export const ASSET_ORDER_NAMES = ['id', 'name', 'uri', 'created_at', 'updated_at'] as const;
export const ASSET_ALIAS_ORDER_NAMES = ['id', 'name'] as const;
export const ASSET_EVENT_ORDER_NAMES = [
  'id',
  'asset_id',
  'source_task_id',
  'source_dag_id',
  'source_run_id',
  'source_map_index',
  'timestamp',
] as const;

export const getAssets = route({
  id: 'get_assets',
  method: 'GET',
  path: ASSETS,
  tag,
  summary: 'The assets.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(ASSET_ORDER_NAMES, 'id'),
    name_pattern: Pattern,
    name_prefix_pattern: Pattern,
    uri_pattern: Pattern,
    uri_prefix_pattern: Pattern,
    dag_ids: Type.Optional(Type.Array(Type.String({ maxLength: 250 }))),
    only_active: Type.Optional(Type.Boolean({ default: true })),
  }),
  answers: { 200: AssetCollection },
  rule: permitted('can_read', 'Assets'),
});

export const getAsset = route({
  id: 'get_asset',
  method: 'GET',
  path: `${ASSETS}/{asset_id}`,
  tag,
  summary: 'One asset.',
  params: AssetParams,
  answers: { 200: Asset },
  rule: permitted('can_read', 'Assets'),
});

export const getAssetAliases = route({
  id: 'get_asset_aliases',
  method: 'GET',
  path: `${ASSETS}/aliases`,
  tag,
  summary: 'The aliases of assets.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(ASSET_ALIAS_ORDER_NAMES, 'id'),
    name_pattern: Pattern,
    name_prefix_pattern: Pattern,
  }),
  answers: { 200: AssetAliasCollection },
  rule: permitted('can_read', 'Asset Aliases'),
});

export const getAssetAlias = route({
  id: 'get_asset_alias',
  method: 'GET',
  path: `${ASSETS}/aliases/{asset_alias_id}`,
  tag,
  summary: 'One alias.',
  params: Type.Object({ asset_alias_id: id }),
  answers: { 200: AssetAlias },
  rule: permitted('can_read', 'Asset Aliases'),
});

export const getAssetEvents = route({
  id: 'get_asset_events',
  method: 'GET',
  path: `${ASSETS}/events`,
  tag,
  summary: 'When assets were updated, and by whom.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(ASSET_EVENT_ORDER_NAMES, 'timestamp'),
    asset_id: Type.Optional(id),
    source_dag_id: text,
    source_task_id: text,
    source_run_id: text,
    source_map_index: Type.Optional(id),
    name_pattern: Pattern,
    name_prefix_pattern: Pattern,
    ...instantRange('timestamp'),
  }),
  answers: { 200: AssetEventCollection },
  rule: permitted('can_read', 'Assets'),
});

export const createAssetEvent = route({
  id: 'create_asset_event',
  method: 'POST',
  path: `${ASSETS}/events`,
  tag,
  summary: 'Says that an asset was updated.',
  query: DryRunQuery,
  body: AssetEventBody,
  answers: { 200: AssetEvent },
  rule: permitted('can_create', 'Assets'),
});

export const materializeAsset = route({
  id: 'materialize_asset',
  method: 'POST',
  path: `${ASSETS}/{asset_id}/materialize`,
  tag,
  summary: 'Starts a run of the DAG that updates an asset.',
  params: AssetParams,
  query: DryRunQuery,
  body: MaterializeAssetBody,
  isBodyOptional: true,
  answers: { 200: JsonObjectSchema },
  rule: permittedAll(['can_create', 'Assets'], ['can_create', 'DAG Runs']),
});

export const getAssetQueuedEvents = route({
  id: 'get_asset_queued_events',
  method: 'GET',
  path: `${ASSETS}/{asset_id}/queuedEvents`,
  tag,
  summary: 'The updates of an asset that DAGs have yet to run for.',
  params: AssetParams,
  query: Type.Object(before),
  answers: { 200: QueuedEventCollection },
  rule: permitted('can_read', 'Assets'),
});

export const deleteAssetQueuedEvents = route({
  id: 'delete_asset_queued_events',
  method: 'DELETE',
  path: `${ASSETS}/{asset_id}/queuedEvents`,
  tag,
  summary: 'Forgets them.',
  params: AssetParams,
  query: deleteQueued,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Assets'),
});

export const getDagAssetQueuedEvents = route({
  id: 'get_dag_asset_queued_events',
  method: 'GET',
  path: `${QUEUED_OF_DAG}/queuedEvents`,
  tag,
  summary: 'The updates of assets that a DAG has yet to run for.',
  query: Type.Object(before),
  answers: { 200: QueuedEventCollection },
  rule: permitted('can_read', 'Assets', 'DAGs'),
});

export const deleteDagAssetQueuedEvents = route({
  id: 'delete_dag_asset_queued_events',
  method: 'DELETE',
  path: `${QUEUED_OF_DAG}/queuedEvents`,
  tag,
  summary: 'Forgets them.',
  query: deleteQueued,
  answers: { 204: Type.Null() },
  rule: permittedAll(['can_delete', 'Assets'], ['can_read', 'DAGs']),
});

export const getDagAssetQueuedEvent = route({
  id: 'get_dag_asset_queued_event',
  method: 'GET',
  path: `${QUEUED_OF_DAG}/{asset_id}/queuedEvents`,
  tag,
  summary: 'The update of an asset that a DAG has yet to run for.',
  params: DagAssetParams,
  query: Type.Object(before),
  answers: { 200: QueuedEvent },
  rule: permitted('can_read', 'Assets', 'DAGs'),
});

export const deleteDagAssetQueuedEvent = route({
  id: 'delete_dag_asset_queued_event',
  method: 'DELETE',
  path: `${QUEUED_OF_DAG}/{asset_id}/queuedEvents`,
  tag,
  summary: 'Forgets it.',
  params: DagAssetParams,
  query: deleteQueued,
  answers: { 204: Type.Null() },
  rule: permittedAll(['can_delete', 'Assets'], ['can_read', 'DAGs']),
});

export const assetRoutes: readonly Route[] = [
  getAssets,
  getAssetAliases,
  getAssetAlias,
  getAssetEvents,
  createAssetEvent,
  getAsset,
  materializeAsset,
  getAssetQueuedEvents,
  deleteAssetQueuedEvents,
  getDagAssetQueuedEvents,
  deleteDagAssetQueuedEvents,
  getDagAssetQueuedEvent,
  deleteDagAssetQueuedEvent,
];
