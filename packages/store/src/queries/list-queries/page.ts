/**
 * Pages of a list: by offset, or by cursor, which is as quick on the last page as on the first.
 *
 * A cursor names the order and the values of the row at the edge of a page; the next page is what comes after them. Nulls
 * come last in ascending order and first in descending order, as in PostgreSQL. The last column of an order is unique, so
 * that no row is left out or shown twice.
 */
import type { Queryable } from '../../database.ts';
import { ListCursorInvalidError } from '../../errors.ts';
import type { Filter } from './filter.ts';

/** A column that a list is ordered by. */
export interface OrderColumn {
  /** The name that the caller uses for it. */
  readonly name: string;
  /** The expression in SQL. */
  readonly sql: string;
  /** The type under which its value travels in a cursor: `timestamptz` goes as text, so that no digit is lost. */
  readonly type: 'text' | 'timestamptz' | 'int8' | 'float8' | 'uuid' | 'bool';
  /** @default false */
  readonly isNullable?: boolean;
}

export interface OrderTerm extends OrderColumn {
  readonly isDescending: boolean;
}

export interface PageRequest {
  /** How many at most. */
  readonly limit: number;
  /** @default 0 */
  readonly offset?: number;
  /** In place of `offset`; empty: the first page. */
  readonly cursor?: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** How many there are in all pages. */
  readonly total: number;
  /** True: there are too many to count, and `total` is what the planner thinks. */
  readonly isEstimate: boolean;
  /** Null: this is the last page. */
  readonly nextCursor: string | null;
  /** Null: this is the first page. */
  readonly previousCursor: string | null;
}

export interface PageQuery {
  /** The columns, without `select`. */
  readonly columns: string;
  /** Tables and joins, without `from`, which the filter speaks about. */
  readonly tables: string;
  /**
   * More joins, for columns only: they neither add nor remove rows, and are left out when rows are counted. As
   * a function, with values of their own: `value` gives the number of one.
   */
  readonly joins?: string | ((value: (given: unknown) => string) => string);
  readonly filter: Filter;
  /** The last one is unique. */
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Up to here rows are counted one by one. */
const MOST_COUNTED = 10_000;
/** What counting may cost, in the planner's unit: some ten thousand rows, or a table of some hundred thousand. */
const MOST_COST = 12_000;

/** What the columns of the key are called, which no list calls one of its own. */
const KEY = 'page.key';
type Keyed<Row> = Row & { readonly [KEY]: readonly (string | null)[] };

/** Reads one page. @throws {ListCursorInvalidError} when the cursor is of another list or order. */
export async function readPage<Row extends object>(database: Queryable, query: PageQuery): Promise<Page<Row>> {
  const { limit, offset = 0 } = query.page;
  const cursor = query.page.cursor ? decodeCursor(query.page.cursor, query.order) : null;
  const isBackwards = cursor?.direction === 'previous';
  const rows = await database.query<Keyed<Row>>(...pageStatement(query, cursor));
  const hasMore = rows.length > limit;
  const isWhole = cursor === null && !hasMore && (rows.length > 0 || offset === 0);
  const count = isWhole
    ? { total: offset + rows.length, isEstimate: false }
    : await countRows(database, query, cursor === null && hasMore ? offset + rows.length : 0);
  const shown = hasMore ? rows.slice(0, limit) : rows;
  if (isBackwards) shown.reverse();
  const [first, last] = [shown[0], shown.at(-1)];
  const isFirst = cursor === null ? offset === 0 : isBackwards && !hasMore;
  const isLast = isBackwards ? false : !hasMore;
  return {
    ...count,
    rows: shown.map(withoutKey<Row>),
    nextCursor: isLast || last === undefined ? null : encodeCursor('next', query.order, last[KEY]),
    previousCursor: isFirst || first === undefined ? null : encodeCursor('previous', query.order, first[KEY]),
  };
}

function withoutKey<Row extends object>(row: Keyed<Row>): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith(KEY))) as Row;
}

function pageStatement(
  { columns, tables, joins = '', filter, order, page }: PageQuery,
  cursor: Cursor | null,
): [{ name: string; text: string }, readonly unknown[]] {
  const isBackwards = cursor?.direction === 'previous';
  const terms = isBackwards ? order.map((term) => ({ ...term, isDescending: !term.isDescending })) : order;
  const values = [...filter.values];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const after = cursor === null ? '' : afterCursor(terms, cursor.key, value);
  const where = [filter.clause.replace(/^where /, ''), after].filter((one) => one !== '').join(' and ');
  const key = order.map(({ sql }, index) => `${sql} as "${KEY}${index}"`).join(', ');
  const turn = (index: number): string => (terms[index]!.isDescending ? 'desc' : 'asc');
  // The texts of the key are made outside, for the rows of the page alone rather than for all that are sorted.
  const text = `
    select page.*, array[${order.map((_, index) => `page."${KEY}${index}"::text`).join(', ')}] as "${KEY}"
    from (
      select ${columns}, ${key}
      from ${tables} ${typeof joins === 'string' ? joins : joins(value)}
      ${where === '' ? '' : `where ${where}`}
      order by ${terms.map(({ sql }, index) => `${sql} ${turn(index)}`).join(', ')}
      limit ${value(page.limit + 1)} ${cursor === null && page.offset ? `offset ${value(page.offset)}` : ''}
    ) page
    order by ${order.map((_, index) => `page."${KEY}${index}" ${turn(index)}`).join(', ')}`;
  return [{ name: '', text }, values];
}

/** Rows after the key in this order: equal in the first columns, after it in the next one. */
function afterCursor(
  terms: readonly OrderTerm[],
  key: readonly (string | null)[],
  value: (given: unknown) => string,
): string {
  const givens = terms.map(({ type }, index) => (key[index] === null ? null : `${value(key[index])}::${type}`));
  const plain = terms.every(
    (term, index) => !term.isNullable && term.isDescending === terms[0]!.isDescending && givens[index],
  );
  // One comparison of rows is what an index answers at once; that of the first column alone, when they are of two tables.
  if (plain) {
    const operator = terms[0]!.isDescending ? '<' : '>';
    const rows = `(${terms.map(({ sql }) => sql).join(', ')}) ${operator} (${givens.join(', ')})`;
    return `${terms[0]!.sql} ${operator}= ${givens[0]} and ${rows}`;
  }
  const cases = terms.map((term, index) => {
    const same = terms
      .slice(0, index)
      .map(({ sql }, at) => (givens[at] === null ? `${sql} is null` : `${sql} = ${givens[at]}`));
    return `(${[...same, isAfter(term, givens[index]!)].join(' and ')})`;
  });
  const bound = terms[0]!.isDescending && givens[0] !== null ? `${terms[0]!.sql} <= ${givens[0]} and ` : '';
  return `${bound}(${cases.join(' or ')})`;
}

/** Nulls are greater than everything else. */
function isAfter({ sql, isDescending, isNullable = false }: OrderTerm, given: string | null): string {
  if (given === null) return isDescending ? `${sql} is not null` : 'false';
  if (isDescending) return `${sql} < ${given}`;
  return isNullable ? `(${sql} > ${given} or ${sql} is null)` : `${sql} > ${given}`;
}

interface Cursor {
  readonly direction: 'next' | 'previous';
  readonly key: readonly (string | null)[];
}

function nameOf(order: readonly OrderTerm[]): string {
  return order.map(({ name, isDescending }) => `${isDescending ? '-' : ''}${name}`).join(',');
}

function encodeCursor(
  direction: Cursor['direction'],
  order: readonly OrderTerm[],
  key: readonly (string | null)[],
): string {
  return Buffer.from(JSON.stringify([direction === 'next' ? 'n' : 'p', nameOf(order), ...key])).toString('base64url');
}

function decodeCursor(text: string, order: readonly OrderTerm[]): Cursor {
  try {
    const [direction, name, ...key] = JSON.parse(Buffer.from(text, 'base64url').toString()) as (string | null)[];
    const isOurs = name === nameOf(order) && key.length === order.length && (direction === 'n' || direction === 'p');
    if (isOurs && key.every((one) => one === null || typeof one === 'string'))
      return { direction: direction === 'n' ? 'next' : 'previous', key };
  } catch {
    // Not even JSON.
  }
  throw new ListCursorInvalidError(nameOf(order));
}

interface Count {
  readonly total: number;
  readonly isEstimate: boolean;
}

/**
 * Exact up to `MOST_COUNTED`, unless even that would have to look through much of a large table.
 *
 * @param least so many there are, as the page tells.
 */
async function countRows(database: Queryable, query: PageQuery, least: number): Promise<Count> {
  const { tables, filter } = query;
  const counted = `select count(*)::int8 as count from (select 1 from ${tables} ${filter.clause} limit ${MOST_COUNTED + 1}) counted`;
  const { 'Total Cost': cost } = await planOf(database, counted, filter);
  if (cost > MOST_COST) return { total: Math.max(least, await estimateRows(database, query)), isEstimate: true };
  const [row] = await database.query<{ count: number }>({ name: '', text: counted }, filter.values);
  if (row!.count <= MOST_COUNTED) return { total: row!.count, isEstimate: false };
  return { total: Math.max(MOST_COUNTED + 1, await estimateRows(database, query)), isEstimate: true };
}

interface Plan {
  readonly 'Plan Rows': number;
  readonly 'Total Cost': number;
}

interface PlanRow {
  readonly 'QUERY PLAN': readonly [{ readonly Plan: Plan }];
}

async function planOf(database: Queryable, text: string, { values }: Filter): Promise<Plan> {
  const [row] = await database.query<PlanRow>({ name: '', text: `explain (format json) ${text}` }, values);
  return row!['QUERY PLAN'][0].Plan;
}

async function estimateRows(database: Queryable, { tables, filter }: PageQuery): Promise<number> {
  const plan = await planOf(database, `select 1 from ${tables} ${filter.clause}`, filter);
  return Math.round(plan['Plan Rows']);
}
