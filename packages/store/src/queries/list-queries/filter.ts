/** Conditions that are joined with `and`, each with its values, numbered as they come. */
export interface Filter {
  /** Adds a condition in which `?` stands for `value`; nothing when `value` is undefined. */
  add(condition: string, value: unknown): void;
  /** `sql` is one of the values; nothing when there are none. */
  addOneOf(sql: string, values: readonly unknown[] | undefined, type?: string): void;
  /**
   * `sql` contains the text, upper or lower case, where `%` and `_` stand for anything and for one letter; `|` separates
   * choices, and `~` is everything. As `*_pattern` of Airflow's API.
   */
  addPattern(sql: string, pattern: string | undefined, wrap?: Wrap): void;
  /** `sql` starts with the text, which an index on it answers; `|` separates choices. As `*_prefix_pattern`. */
  addPrefixPattern(sql: string, pattern: string | undefined, wrap?: Wrap): void;
  /** `sql`, a `timestamptz`, lies between these instants, in milliseconds since the epoch. */
  addInstants(sql: string, range: ValueRange | undefined): void;
  addNumbers(sql: string, range: ValueRange | undefined): void;
  /** The number of one more value, such as `$3`. */
  value(value: unknown): string;
  /** `where …`, or nothing. */
  readonly clause: string;
  readonly values: readonly unknown[];
}

/** Makes a condition part of a larger one, such as a subquery over a smaller table. */
export type Wrap = (condition: string) => string;

/** At least, more than, at most, less than. */
export interface ValueRange {
  readonly gte?: number | undefined;
  readonly gt?: number | undefined;
  readonly lte?: number | undefined;
  readonly lt?: number | undefined;
}

const OPERATORS = { gte: '>=', gt: '>', lte: '<=', lt: '<' } as const;
/** After every text that begins with the prefix, in the collation of bytes. */
const LAST_LETTER = '\u{10FFFF}';

const asItIs: Wrap = (condition) => condition;

export function makeFilter(...fixed: readonly string[]): Filter {
  const conditions: string[] = [...fixed];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const add = (condition: string, given: unknown): void => {
    if (given !== undefined) conditions.push(condition.replaceAll('?', value(given)));
  };
  const addRange = (sql: string, range: ValueRange | undefined, given: string): void => {
    for (const [end, operator] of Object.entries(OPERATORS)) {
      add(`${sql} ${operator} ${given}`, range?.[end as keyof ValueRange]);
    }
  };
  const addAny = (pattern: string | undefined, wrap: Wrap, condition: (choice: string) => string): void => {
    if (pattern === undefined || pattern === '' || pattern === '~') return;
    conditions.push(wrap(`(${pattern.split('|').map(condition).join(' or ')})`));
  };
  return {
    add,
    addOneOf: (sql, given, type = 'text') => {
      if (given !== undefined && given.length > 0) add(`${sql} = any(?::${type}[])`, given);
    },
    addPattern: (sql, pattern, wrap = asItIs) =>
      addAny(pattern, wrap, (choice) => `${sql} ilike ${value(choice === '~' ? '%' : `%${escapeBackslash(choice)}%`)}`),
    addPrefixPattern: (sql, pattern, wrap = asItIs) =>
      addAny(pattern, wrap, (choice) => {
        const [from, to] = [value(choice), value(choice + LAST_LETTER)];
        return `(${sql} collate "C" >= ${from} and ${sql} collate "C" < ${to})`;
      }),
    addInstants: (sql, range) => addRange(sql, range, 'to_timestamp(?::float8 / 1000.0)'),
    addNumbers: (sql, range) => addRange(sql, range, '?::float8'),
    value,
    values,
    get clause() {
      return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    },
  };
}

/** A backslash would take the letter after it for itself. */
function escapeBackslash(text: string): string {
  return text.replaceAll('\\', '\\\\');
}
