import type { DagVersionId } from '@tradewind/model';
import type { Database, Queryable, VersionCard } from '@tradewind/store';
import type { ServedParts } from '../../ports.ts';
import type { VersionShelf } from '../../present/version-shelf.ts';

/** What the endpoints of runs and what belongs to them are handed. */
export interface RunParts extends Pick<ServedParts, 'now' | 'explain' | 'changes' | 'streams'> {
  readonly database: Database;
  readonly versions: VersionShelf;
}

/** The version of each row, read at once. */
export function versionsOf(
  { versions }: Pick<RunParts, 'versions'>,
  database: Queryable,
  rows: readonly { readonly dagVersionId: DagVersionId }[],
): Promise<ReadonlyMap<DagVersionId, VersionCard>> {
  return versions.take(
    database,
    rows.map(({ dagVersionId }) => dagVersionId),
  );
}
