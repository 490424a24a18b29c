/** What is kept beside an asset. There are no assets yet. */
import { Type } from '@sinclair/typebox';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import { AssetState, AssetStateBody, AssetStateCollection } from '../schemas/asset-state-store.ts';
import { PageQuery } from '../schemas/page.ts';
import { DryRunQuery } from '../schemas/values.ts';
import { AssetParams } from './assets.ts';

const STORE = '/api/v2/assets/{asset_id}/state-store';
const STATE = `${STORE}/{key}` as const;
const tag = 'Asset State Store';
const StateParams = Type.Object({ ...AssetParams.properties, key: Type.String({ maxLength: 512 }) });

export const listAssetStateStore = route({
  id: 'list_asset_state_store',
  method: 'GET',
  path: STORE,
  tag,
  summary: 'What is kept beside an asset.',
  params: AssetParams,
  query: Type.Object({ ...PageQuery }),
  answers: { 200: AssetStateCollection },
  rule: permitted('can_read', 'Assets'),
});

export const clearAssetStateStore = route({
  id: 'clear_asset_state_store',
  method: 'DELETE',
  path: STORE,
  tag,
  summary: 'Forgets all of it.',
  params: AssetParams,
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Assets'),
});

export const getAssetStateStore = route({
  id: 'get_asset_state_store',
  method: 'GET',
  path: STATE,
  tag,
  summary: 'One value.',
  params: StateParams,
  answers: { 200: AssetState },
  rule: permitted('can_read', 'Assets'),
});

export const setAssetStateStore = route({
  id: 'set_asset_state_store',
  method: 'PUT',
  path: STATE,
  tag,
  summary: 'Keeps a value.',
  params: StateParams,
  query: DryRunQuery,
  body: AssetStateBody,
  answers: { 204: Type.Null() },
  rule: permitted('can_create', 'Assets'),
});

export const deleteAssetStateStore = route({
  id: 'delete_asset_state_store',
  method: 'DELETE',
  path: STATE,
  tag,
  summary: 'Forgets a value.',
  params: StateParams,
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_delete', 'Assets'),
});

export const assetStateStoreRoutes: readonly Route[] = [
  listAssetStateStore,
  clearAssetStateStore,
  getAssetStateStore,
  setAssetStateStore,
  deleteAssetStateStore,
];
