import type { Static } from '@sinclair/typebox';
import type { DagVersion } from '@tradewind/contract';
import type { DagVersionPageRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';

export function presentDagVersion(version: DagVersionPageRow): Static<typeof DagVersion> {
  return {
    id: version.dagVersionId,
    version_number: version.number,
    dag_id: version.dagId,
    dag_display_name: version.displayName ?? version.dagId,
    bundle_name: version.bundleName,
    bundle_version: version.bundleVersion,
    bundle_url: null,
    structure_hash: version.hash,
    created_at: instantText(version.createdAt),
  };
}
