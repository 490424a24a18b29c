import { describeValue } from './describe-value.ts';

type Days = `${number}d`;
type Hours = `${number}h`;
type Minutes = `${number}m`;
type Seconds = `${number}s`;

/**
 * A length of time: milliseconds as a number, or a number with its unit, `ms`, `s`, `m`, `h` or `d` (24 hours). Several
 * parts stand from the longest to the shortest.
 *
 * @example
 * const short: Duration = '500ms';
 * const long: Duration = '1h30m';
 * const same: Duration = 5_400_000;
 */
export type Duration =
  | number
  | `${number}ms`
  | Seconds
  | Minutes
  | Hours
  | Days
  | `${Minutes}${Seconds}`
  | `${Hours}${Minutes | Seconds | `${Minutes}${Seconds}`}`
  | `${Days}${Hours | Minutes | `${Hours}${Minutes}`}`;

const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const PARTS =
  /^(?:(\d+(?:\.\d+)?)d)?(?:(\d+(?:\.\d+)?)h)?(?:(\d+(?:\.\d+)?)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

/** What every option of this kind expects, in words. */
export const DURATION_EXPECTED = 'a duration such as "30s", "1h30m" or a number of milliseconds';

/** The duration in milliseconds, or null when `value` is not a duration. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || value === '') return null;
  const parts = PARTS.exec(value);
  if (parts === null) return null;
  return Object.values(UNITS_MS).reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
}

/** A sentence that says what is wrong with a duration, or null when it is one. */
export function faultOfDuration(value: unknown): string | null {
  return parseDuration(value) === null ? `${DURATION_EXPECTED}, got: ${describeValue(value)}` : null;
}
