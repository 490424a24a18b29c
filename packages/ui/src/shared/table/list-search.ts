/** What a list shows, as search parameters of its page: filters, order, cursor. */

/** `sort` is the name of an attribute, with `-` before it for descending. */
export interface ListSearch {
  readonly sort?: string;
  readonly cursor?: string;
  /** Filters, by name. */
  readonly [filter: string]: string | undefined;
}

/** What the router knows of it: filters are the business of the list alone, and do not clash with those of other pages. */
export interface ListRouteSearch {
  readonly sort?: string;
  readonly cursor?: string;
}

export interface ListSearchRules {
  /** The filters of the page: any text, or one of these. */
  readonly filters: Readonly<Record<string, 'text' | readonly string[]>>;
  /** The attributes that it can be ordered by. */
  readonly sorts?: readonly string[];
}

/** The validator of a route with a list. What it does not know is dropped. */
export function listSearch({
  filters,
  sorts = [],
}: ListSearchRules): (search: Record<string, unknown>) => ListRouteSearch {
  return (search) => {
    const kept = Object.entries(search).flatMap(([name, value]): [string, string][] => {
      const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
      return typeof text === 'string' && text !== '' && isKnown(name, text, { filters, sorts }) ? [[name, text]] : [];
    });
    return Object.fromEntries(kept);
  };
}

function isKnown(name: string, value: string, { filters, sorts = [] }: ListSearchRules): boolean {
  if (name === 'cursor') return true;
  if (name === 'sort') return sorts.includes(value.replace(/^-/, ''));
  const rule = Object.hasOwn(filters, name) ? filters[name] : undefined;
  return rule === 'text' || (rule?.includes(value) ?? false);
}

/** Whether a filter is set. */
export function isFiltered({ sort: _, cursor: __, ...filters }: ListSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

/** The order after a click on the head of a column: ascending, descending, ascending, … */
export function nextSort(sort: string | undefined, column: string): string {
  return sort === column ? `-${column}` : column;
}
