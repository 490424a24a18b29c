/** What lists have in common: order, pages, and the answer with its totals. */
import { type CollectionOf, DEFAULT_LIMIT, MAX_LIMIT } from '@tradewind/contract';
import type { OrderColumn, OrderTerm, Page, PageRequest } from '@tradewind/store';
import { HttpProblem } from './http-problem.ts';

export interface PageParameters {
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
}

/** The page that was asked for; a greater limit than the greatest is lowered, as Airflow does. */
export function pageOf({ limit = DEFAULT_LIMIT, offset = 0, cursor }: PageParameters): PageRequest {
  return { limit: Math.min(limit, MAX_LIMIT), offset, ...(cursor === undefined ? {} : { cursor }) };
}

/**
 * The order that was asked for, made total by the columns of `unique`.
 *
 * @throws {HttpProblem} 400, when a list has no such order.
 */
export function orderOf(
  asked: readonly string[],
  columns: readonly OrderColumn[],
  unique: readonly string[],
): readonly OrderTerm[] {
  const terms = asked.filter((one) => one !== '').map((text) => termOf(text, columns));
  const isDescending = terms.at(-1)?.isDescending ?? false;
  const missing = unique.filter((name) => !terms.some((term) => term.sql === columnOf(name, columns)!.sql));
  return [...terms, ...missing.map((name) => ({ ...columnOf(name, columns)!, isDescending }))];
}

function termOf(text: string, columns: readonly OrderColumn[]): OrderTerm {
  const isDescending = text.startsWith('-');
  const column = columnOf(isDescending ? text.slice(1) : text, columns);
  if (column !== undefined) return { ...column, isDescending };
  const names = columns.map(({ name }) => name).join(', ');
  throw new HttpProblem(400, `order_by: there is no attribute "${text}" to order by. There are: ${names}.`);
}

function columnOf(name: string, columns: readonly OrderColumn[]): OrderColumn | undefined {
  return columns.find((column) => column.name === name);
}

/** The only page of a list without entities. */
export const EMPTY_PAGE: Omit<Page<unknown>, 'rows'> = {
  total: 0,
  isEstimate: false,
  nextCursor: null,
  previousCursor: null,
};

/** A page as it is answered; `entities` are its rows in the shape of the API. */
export function collection<const Name extends string, Entity>(
  name: Name,
  page: Omit<Page<unknown>, 'rows'>,
  entities: readonly Entity[],
): CollectionOf<Name, Entity> {
  const fields = {
    [name]: entities,
    total_entries: page.total,
    ...(page.isEstimate ? { total_is_estimate: true } : {}),
    next_cursor: page.nextCursor,
    previous_cursor: page.previousCursor,
  };
  return fields as never;
}
