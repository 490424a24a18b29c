const DAY_MS = 86_400_000;

/** The instant so many days from now, as the API takes it. */
export function daysFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}
