import type { Static } from '@sinclair/typebox';
import type { Resource, SearchResult } from '@tradewind/contract';
import { type Database, SEARCH_KINDS, type SearchKind, searchEverything } from '@tradewind/store';
import type { Caller } from '../identity/caller.ts';
import { dagsFor, mayDo } from '../identity/may-do.ts';

/** What must be readable for something of this kind to be found. */
const RESOURCE_OF: Readonly<Record<SearchKind, Resource>> = {
  dag: 'DAGs',
  task: 'DAGs',
  dag_run: 'DAG Runs',
  pool: 'Pools',
  variable: 'Variables',
  connection: 'Connections',
};
const OF_DAGS: readonly SearchKind[] = ['dag', 'task', 'dag_run'];

export interface SearchQuery {
  readonly q: string;
  readonly kind?: readonly SearchKind[];
  readonly limit?: number;
}

/** Only what the caller may read. */
export async function answerSearch(
  database: Database,
  caller: Caller,
  { q, kind: kinds = SEARCH_KINDS, limit = 10 }: SearchQuery,
): Promise<Static<typeof SearchResult>> {
  const found = await Promise.all(
    [...new Set(kinds)].map(async (kind) => {
      const dags = dagsFor(caller, 'can_read', RESOURCE_OF[kind]);
      const isOpen = OF_DAGS.includes(kind)
        ? dags === 'all' || dags.length > 0
        : mayDo(caller, 'can_read', RESOURCE_OF[kind]);
      const dagIds = OF_DAGS.includes(kind) && dags !== 'all' ? dags : null;
      return isOpen ? searchEverything(database, { text: q, kinds: [kind], dagIds, limit }) : [];
    }),
  );
  const results = found.flat().toSorted((one, other) => one.rank - other.rank);
  return { results: results.map(({ kind, name, dagId, detail }) => ({ kind, name, dag_id: dagId, detail })) };
}
