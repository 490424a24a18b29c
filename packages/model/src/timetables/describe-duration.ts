const UNITS = [
  { name: 'week', ms: 604_800_000 },
  { name: 'day', ms: 86_400_000 },
  { name: 'hour', ms: 3_600_000 },
  { name: 'minute', ms: 60_000 },
  { name: 'second', ms: 1000 },
  { name: 'millisecond', ms: 1 },
] as const;

/** A length of time in words, exactly: `'1 hour 30 minutes'`, `'15 minutes'`. Zero is `'0 milliseconds'`. */
export function describeDuration(durationMs: number): string {
  const parts: string[] = [];
  let rest = durationMs;
  for (const { name, ms } of UNITS) {
    const count = ms === 1 ? rest : Math.floor(rest / ms);
    rest -= count * ms;
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 milliseconds' : parts.join(' ');
}
