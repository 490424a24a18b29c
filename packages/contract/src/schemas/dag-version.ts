import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { Instant, Nullable } from './values.ts';

export const DagVersion = Type.Object({
  id: Type.String({ format: 'uuid' }),
  version_number: Type.Integer(),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  bundle_name: Nullable(Type.String()),
  bundle_version: Nullable(Type.String()),
  bundle_url: Nullable(Type.String()),
  structure_hash: Type.String({ description: 'Names what `GET /api/v2/structures/{structure_hash}` answers.' }),
  created_at: Instant(),
});

export const DagVersionCollection = Collection('dag_versions', DagVersion);
