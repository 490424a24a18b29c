const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1000, 1] as const;
const NUMBER = String.raw`(\d+(?:\.\d+)?)`;
const PARTS = new RegExp(`^(?:${NUMBER}d)?(?:${NUMBER}h)?(?:${NUMBER}m)?(?:${NUMBER}s)?(?:${NUMBER}ms)?$`);

/** `'1h30m'`, `'500ms'` or a number of milliseconds, as milliseconds; null when it is no duration. */
export function parseDuration(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : null;
  if (typeof value !== 'string' || value === '') return null;
  const parts = PARTS.exec(value);
  if (parts === null) return null;
  return UNITS_MS.reduce((sum, unitMs, index) => sum + Number(parts[index + 1] ?? 0) * unitMs, 0);
}
