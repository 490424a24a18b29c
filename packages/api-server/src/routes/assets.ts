import {
  ASSET_ALIAS_ORDER_NAMES,
  ASSET_EVENT_ORDER_NAMES,
  ASSET_ORDER_NAMES,
  clearAssetStateStore,
  createAssetEvent,
  deleteAssetQueuedEvents,
  deleteAssetStateStore,
  deleteDagAssetQueuedEvent,
  deleteDagAssetQueuedEvents,
  getAsset,
  getAssetAlias,
  getAssetAliases,
  getAssetEvents,
  getAssetQueuedEvents,
  getAssetStateStore,
  getAssets,
  getDagAssetQueuedEvent,
  getDagAssetQueuedEvents,
  listAssetStateStore,
  materializeAsset,
  setAssetStateStore,
} from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';
import { type HttpProblem, notFound } from '../http/http-problem.ts';
import { nothingOf } from '../http/no-entities.ts';

/** No DAG declares assets yet. */
export function assetEndpoints(): readonly Endpoint[] {
  const missing = async ({ params }: { readonly params: { readonly asset_id: number } }): Promise<never> => {
    throw noAsset(params.asset_id);
  };
  const nothingQueued = async ({ params }: { readonly params: { readonly dag_id: string } }): Promise<never> => {
    throw notFound(`There are no queued asset events for DAG "${params.dag_id}".`);
  };
  return [
    handle(getAssets, async ({ query }) => nothingOf('assets', query, ASSET_ORDER_NAMES)),
    handle(getAssetAliases, async ({ query }) => nothingOf('asset_aliases', query, ASSET_ALIAS_ORDER_NAMES)),
    handle(getAssetAlias, async ({ params }) => {
      throw notFound(`There is no asset alias ${params.asset_alias_id}.`);
    }),
    handle(getAssetEvents, async ({ query }) => nothingOf('asset_events', query, ASSET_EVENT_ORDER_NAMES)),
    handle(createAssetEvent, async ({ body }) => {
      throw noAsset(body.asset_id);
    }),
    handle(getAsset, missing),
    handle(materializeAsset, missing),
    handle(getAssetQueuedEvents, missing),
    handle(deleteAssetQueuedEvents, missing),
    handle(getDagAssetQueuedEvents, nothingQueued),
    handle(deleteDagAssetQueuedEvents, nothingQueued),
    handle(getDagAssetQueuedEvent, missing),
    handle(deleteDagAssetQueuedEvent, missing),
    handle(listAssetStateStore, missing),
    handle(clearAssetStateStore, missing),
    handle(getAssetStateStore, missing),
    handle(setAssetStateStore, missing),
    handle(deleteAssetStateStore, missing),
  ];
}

function noAsset(id: number): HttpProblem {
  return notFound(`There is no asset ${id}: no DAG declares assets yet.`);
}
