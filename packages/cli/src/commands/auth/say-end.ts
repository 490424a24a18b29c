import { friendlyDistance } from '../../output/format-time.ts';
import type { SignedIn } from '../../ports/access-port.ts';

/** `, until 2026-03-01 10:00 (in 59 m)`; nothing when there is no end to name. */
export function sayEnd({ expiresAt }: SignedIn, now: number): string {
  if (expiresAt === null) return '';
  return `, until ${new Date(expiresAt).toISOString()} (${friendlyDistance(expiresAt, now)})`;
}
