/** What the list of DAGs shows, as search parameters. Unknown values are dropped. */
export interface DagListSearch {
  readonly name?: string;
  readonly show?: 'active' | 'paused';
  readonly tag?: string;
  readonly sort?: string;
  readonly cursor?: string;
}

export function readDagListSearch(search: Record<string, unknown>): DagListSearch {
  const text = (name: string): string | undefined => {
    const value = search[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const show = text('show');
  const found = { name: text('name'), tag: text('tag'), sort: text('sort'), cursor: text('cursor') };
  return {
    ...(Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as DagListSearch),
    ...(show === 'active' || show === 'paused' ? { show } : {}),
  };
}
