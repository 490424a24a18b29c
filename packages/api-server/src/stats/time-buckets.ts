/** Time in buckets of an hour or a day, in UTC. Pure. */
import type { StateCountRow, TimeBucket } from '@tradewind/store';

export const BUCKET_MS: Readonly<Record<TimeBucket, number>> = { hour: 3_600_000, day: 86_400_000 };

/** When the buckets between the instants begin. */
export function bucketStarts(bucket: TimeBucket, fromAt: number, toAt: number): readonly number[] {
  const size = BUCKET_MS[bucket];
  const first = Math.floor(fromAt / size) * size;
  return Array.from({ length: Math.ceil((toAt - first) / size) }, (_, index) => first + index * size);
}

/** The counts of each bucket by state. */
export function countsByBucket(rows: readonly StateCountRow<string>[]): ReadonlyMap<number, Record<string, number>> {
  const counts = new Map<number, Record<string, number>>();
  for (const { at, state, count } of rows) counts.set(at, { ...counts.get(at), [state]: count });
  return counts;
}
