/**
 * What a listing shows: rows of values, each under the name of its column.
 *
 * The name is the key in JSON and YAML, and the head of the column in a table: words of Airflow's API, such as `dag_id`.
 */

import { friendlyDuration, friendlyInstant, isoInstant } from './format-time.ts';
import { type AnyState, type Styles, styleState } from './styles.ts';

export type Cell =
  | { readonly kind: 'text'; readonly value: string | null }
  | { readonly kind: 'number'; readonly value: number | null }
  | { readonly kind: 'boolean'; readonly value: boolean | null }
  /** Milliseconds since the epoch. */
  | { readonly kind: 'instant'; readonly value: number | null }
  /** Milliseconds. */
  | { readonly kind: 'duration'; readonly value: number | null }
  | { readonly kind: 'state'; readonly value: AnyState | null }
  | { readonly kind: 'list'; readonly value: readonly string[] }
  /** Anything that JSON carries. */
  | { readonly kind: 'json'; readonly value: unknown };

export interface Column<Row> {
  readonly name: string;
  readonly kind: Cell['kind'];
  readonly value: (row: Row) => Cell['value'];
  /** Only in JSON and YAML, where width costs nothing. */
  readonly isWide?: true;
}

/** The value for programs: instants as ISO 8601 in UTC, durations as milliseconds. */
export function machineValue(kind: Cell['kind'], value: Cell['value']): unknown {
  return kind === 'instant' && typeof value === 'number' ? isoInstant(value) : value;
}

/** The value as text for people; empty when there is none. */
export function cellText(kind: Cell['kind'], value: Cell['value']): string {
  if (value === null || value === undefined) return '';
  switch (kind) {
    case 'instant':
      return friendlyInstant(value as number);
    case 'duration':
      return friendlyDuration(value as number);
    case 'list':
      return (value as readonly string[]).join(', ');
    case 'json':
      return typeof value === 'string' ? value : JSON.stringify(value);
    case 'boolean':
      return value === true ? 'yes' : 'no';
    case 'text':
    case 'number':
    case 'state':
      return String(value);
  }
}

/** Colours a text that stands for `value`. */
export function styleCell(styles: Styles, kind: Cell['kind'], value: Cell['value'], text: string): string {
  if (kind === 'state' && typeof value === 'string') return styleState(styles, value as AnyState, text);
  return kind === 'instant' || kind === 'duration' ? styles.dim(text) : text;
}

export function isRightAligned(kind: Cell['kind']): boolean {
  return kind === 'number' || kind === 'duration';
}
