/** What differs between what was and what is: a field a row. */

export interface ChangedField {
  readonly name: string;
  /** Undefined: there was none. */
  readonly before: string | undefined;
  /** Undefined: there is none any more. */
  readonly after: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** The fields that differ; of values that are no objects one row without a name. */
export function changedFields(before: unknown, after: unknown): readonly ChangedField[] {
  if (!isFields(before ?? {}) || !isFields(after ?? {})) return differs({ '': before }, { '': after });
  return differs((before ?? {}) as Fields, (after ?? {}) as Fields);
}

function differs(before: Fields, after: Fields): readonly ChangedField[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: said(before[name]), after: said(after[name]) }))
    .filter((field) => field.before !== field.after);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function said(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'string'
    ? (value ?? undefined)
    : JSON.stringify(value);
}
