/** ISO 8601 in UTC with milliseconds, for programs. */
export function isoInstant(at: number): string {
  return new Date(at).toISOString();
}

/** `2026-03-01 06:00:00`, in UTC, for people. */
export function friendlyInstant(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** `340ms`, `2.4s`, `3m 05s`, `2h 10m`, `4d 3h`: at most two units. */
export function friendlyDuration(durationMs: number): string {
  if (durationMs < 1000) return `${Math.round(durationMs)}ms`;
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)}s`;
  const wholeMs = Math.round(durationMs / 1000) * 1000;
  const first = UNITS.findIndex(([, unitMs]) => wholeMs >= unitMs);
  const [unit, unitMs] = UNITS[first]!;
  const [nextUnit, nextMs] = UNITS[first + 1]!;
  const rest = Math.floor((wholeMs % unitMs) / nextMs);
  return `${Math.floor(wholeMs / unitMs)}${unit} ${String(rest).padStart(2, '0')}${nextUnit}`;
}

/** `in 4m 10s` or `12s ago`. */
export function friendlyDistance(at: number, now: number): string {
  return at >= now ? `in ${friendlyDuration(at - now)}` : `${friendlyDuration(now - at)} ago`;
}
