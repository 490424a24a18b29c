/** Lengths of time as Airflow's API writes them. */
import type { Static } from '@sinclair/typebox';
import type { TimeDelta } from '@tradewind/contract';

const DAY_MS = 86_400_000;

export function presentTimeDelta(durationMs: number): Static<typeof TimeDelta> {
  const days = Math.floor(durationMs / DAY_MS);
  const restMs = durationMs - days * DAY_MS;
  const seconds = Math.floor(restMs / 1000);
  return { __type: 'TimeDelta', days, seconds, microseconds: Math.round((restMs - seconds * 1000) * 1000) };
}

/** ISO 8601: `P1DT2H3M4.5S`. */
export function isoDuration(durationMs: number): string {
  const days = Math.floor(durationMs / DAY_MS);
  const minutes = Math.floor((durationMs % DAY_MS) / 60_000);
  const seconds = (durationMs % 60_000) / 1000;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const time = [
    [hours, 'H'],
    [rest, 'M'],
    [seconds, 'S'],
  ] as const;
  const text = time.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
  if (days === 0) return `PT${text === '' ? '0S' : text}`;
  return `P${days}D${text === '' ? '' : `T${text}`}`;
}
