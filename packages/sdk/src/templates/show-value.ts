import { asTs } from '../context/date-texts.ts';

/** A value as text inside a template: null is empty, a date is ISO 8601, objects and lists are JSON. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return asTs(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
