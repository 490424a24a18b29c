/**
 * The ticks of a cron expression in a time zone, through clock changes.
 *
 * 1. A local time that is skipped fires, moved forward by the gap: 02:30 becomes 03:30 when 02:00 becomes 03:00.
 * 2. A local time that is repeated fires once, at its second occurrence.
 * 3. An expression that allows every hour follows elapsed time instead: a repeated local time fires both times. So
 *    `*\/15 * * * *` fires every fifteen real minutes through every change by a whole hour.
 * 4. Ticks are a fixed set of instants. Two local times that fall on one instant are one tick, and the next tick does not
 *    depend on the one before.
 */

import type { Cadence } from './cadence.ts';
import { DAY_MS } from './civil-date.ts';
import type { CronExpression } from './cron-expression.ts';
import { type LocalCron, localCronOf } from './local-cron.ts';
import type { OffsetSegment, TimeZone } from './time-zone.ts';

/** No local time is further from UTC than this, before and after a change together. */
const FARTHEST_OFFSET_MS = 2 * DAY_MS;

export function cronCadence(expression: CronExpression, zone: TimeZone): Cadence {
  const ticks = { local: localCronOf(expression), zone, firesTwice: expression.hour.isUnrestricted };
  // Ticks are whole seconds, so the neighbours of an instant are found from the whole millisecond beside it.
  return {
    next: (at) => firstTickFrom(ticks, Math.floor(at) + 1),
    previous: (at) => lastTickUpTo(ticks, Math.floor(at)),
    alignToNext: (at) => firstTickFrom(ticks, Math.ceil(at)),
    before: (at) => lastTickUpTo(ticks, Math.ceil(at) - 1),
  };
}

interface CronTicks {
  readonly local: LocalCron;
  readonly zone: TimeZone;
  /** Invariant 3 instead of 2. */
  readonly firesTwice: boolean;
}

// Both searches go from segment to segment. They leap over those in which no local time matches, so that a rare expression
// does not ask for the clock changes of every year between: a tick is never further than that from its local time.

function firstTickFrom(ticks: CronTicks, at: number): number | null {
  let from = at;
  for (;;) {
    const segment = ticks.zone.segmentAt(from);
    const local = ticks.local.firstFrom(from + segment.offsetMs);
    const moved = firstMovedFrom(ticks, segment, from);
    const own = local !== null && local < endOfOwn(ticks, segment) ? local - segment.offsetMs : null;
    if (own !== null || moved !== null) return Math.min(own ?? Infinity, moved ?? Infinity);
    const coming = ticks.local.firstFrom(segment.endAt + Math.min(segment.offsetMs, segment.nextOffsetMs));
    if (coming === null) return null;
    from = Math.max(segment.endAt, coming - FARTHEST_OFFSET_MS);
  }
}

function lastTickUpTo(ticks: CronTicks, at: number): number | null {
  let upTo = at;
  for (;;) {
    const segment = ticks.zone.segmentAt(upTo);
    const local = ticks.local.lastUpTo(Math.min(upTo + segment.offsetMs, endOfOwn(ticks, segment) - 1));
    const moved = lastMovedUpTo(ticks, segment, upTo);
    const own = local !== null && local >= segment.startAt + segment.offsetMs ? local - segment.offsetMs : null;
    if (own !== null || moved !== null) return Math.max(own ?? -Infinity, moved ?? -Infinity);
    const gone = ticks.local.lastUpTo(segment.startAt + Math.max(segment.offsetMs, segment.previousOffsetMs) - 1);
    if (gone === null) return null;
    upTo = Math.min(segment.startAt - 1, gone + FARTHEST_OFFSET_MS);
  }
}

/** The end of the local times of a segment that fire in it: those that come again in the next one may not. */
function endOfOwn(ticks: CronTicks, { endAt, offsetMs, nextOffsetMs }: OffsetSegment): number {
  return endAt + (ticks.firesTwice ? offsetMs : Math.min(offsetMs, nextOffsetMs));
}

// The local times that were skipped at the start of a segment fire as if its clock had not been changed yet, which is
// what "moved forward by the gap" means.

function firstMovedFrom({ local }: CronTicks, { startAt, offsetMs, previousOffsetMs }: OffsetSegment, at: number) {
  if (at >= startAt + offsetMs - previousOffsetMs) return null;
  const skipped = local.firstFrom(at + previousOffsetMs);
  return skipped !== null && skipped < startAt + offsetMs ? skipped - previousOffsetMs : null;
}

function lastMovedUpTo({ local }: CronTicks, { startAt, offsetMs, previousOffsetMs }: OffsetSegment, at: number) {
  if (offsetMs <= previousOffsetMs) return null;
  const skipped = local.lastUpTo(Math.min(at + previousOffsetMs, startAt + offsetMs - 1));
  return skipped !== null && skipped >= startAt + previousOffsetMs ? skipped - previousOffsetMs : null;
}
