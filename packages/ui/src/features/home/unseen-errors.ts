import { readInstant } from '../../shared/time/format-time.ts';
import type { ErrorGroup } from './api/home.ts';

export interface Seen {
  readonly subject: string;
  readonly changed_at: string;
}

/** The failures that nobody has seen, or that happened again after they were seen. */
export function unseenErrors(errors: readonly ErrorGroup[], seen: readonly Seen[]): readonly ErrorGroup[] {
  const seenAt = new Map<string, number>();
  for (const { subject, changed_at } of seen) {
    seenAt.set(subject, Math.max(seenAt.get(subject) ?? 0, readInstant(changed_at) ?? 0));
  }
  return errors.filter(
    ({ fingerprint, last_seen }) =>
      (readInstant(last_seen) ?? Number.POSITIVE_INFINITY) > (seenAt.get(fingerprint) ?? 0),
  );
}
