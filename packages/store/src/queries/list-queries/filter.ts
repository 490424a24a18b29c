/** Conditions that are joined with `and`, each with its values, numbered as they come. */
export interface Filter {
  /** Adds a condition in which `?` stands for `value`; nothing when `value` is undefined. */
  add(condition: string, value: unknown): void;
  /** The number of one more value, such as `$3`. */
  value(value: unknown): string;
  /** `where …`, or nothing. */
  readonly clause: string;
  readonly values: readonly unknown[];
}

export function makeFilter(...fixed: readonly string[]): Filter {
  const conditions: string[] = [...fixed];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  return {
    add(condition, given) {
      if (given !== undefined) conditions.push(condition.replaceAll('?', value(given)));
    },
    value,
    values,
    get clause() {
      return conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
    },
  };
}
