import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { AnyJson, Closed, Instant, Nullable, OneOf } from './values.ts';

export const AssetState = Type.Object({
  key: Type.String(),
  value: AnyJson,
  updated_at: Instant(),
  last_updated_by: Nullable(
    Type.Object({
      kind: OneOf(['task', 'watcher', 'api']),
      dag_id: Nullable(Type.String()),
      run_id: Nullable(Type.String()),
      task_id: Nullable(Type.String()),
      map_index: Nullable(Type.Integer()),
    }),
  ),
});

export const AssetStateCollection = Collection('asset_state_store', AssetState);
export const AssetStateBody = Closed({ value: AnyJson });
