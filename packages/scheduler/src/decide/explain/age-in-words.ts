const UNITS = [
  { letter: 'd', ms: 86_400_000 },
  { letter: 'h', ms: 3_600_000 },
  { letter: 'm', ms: 60_000 },
  { letter: 's', ms: 1000 },
] as const;

/** A length of time for people, by its two largest units: `3 h 12 m`, `45 s`. Below a second it is `0 s`. */
export function ageInWords(durationMs: number): string {
  const first = UNITS.findIndex(({ ms }) => durationMs >= ms);
  if (first === -1) return '0 s';
  let rest = durationMs;
  const parts = UNITS.slice(first, first + 2).map(({ letter, ms }) => {
    const count = Math.floor(rest / ms);
    rest -= count * ms;
    return count === 0 ? '' : `${count} ${letter}`;
  });
  return parts.filter((part) => part !== '').join(' ');
}
