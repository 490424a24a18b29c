/** Resources of features that are still to come: they answer as they would with nothing there. */
import type { CollectionOf } from '@tradewind/contract';
import { orderOf, type PageParameters, pageOf } from './paging.ts';

/** An empty list. @throws {HttpProblem} 400, when there is no such order. */
export function nothingOf<const Name extends string>(
  name: Name,
  query: PageParameters & { readonly order_by?: readonly string[] } = {},
  orderNames: readonly string[] = [],
): CollectionOf<Name, never> {
  pageOf(query);
  const columns = orderNames.map((one) => ({ name: one, sql: one, type: 'text' as const }));
  if (orderNames.length > 0) orderOf(query.order_by ?? [], columns, []);
  const fields = { [name]: [], total_entries: 0, next_cursor: null, previous_cursor: null };
  return fields as never;
}
