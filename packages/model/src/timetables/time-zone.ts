/**
 * The offsets of a time zone from UTC, asked of `Intl` and remembered.
 *
 * A *segment* is a stretch of time with one offset; where two meet, the clocks change: a *gap* when the offset grows
 * (local times are skipped), a *fold* when it shrinks (local times are repeated). `Intl` answers for one instant only,
 * and slowly, so the changes of a whole year are found once, by bisection, and kept for the life of the process.
 *
 * 1. Segments cover all time without gap or overlap, and `startAt <= at < endAt` for the segment of `at`.
 * 2. A segment may end without a change (its neighbour then has the same offset), but never within `MARGIN_MS` after
 *    a change that is not its own start, or before one that is not its own end. So whoever looks at a segment sees
 *    every change that can shift a local time of it.
 */
import { nearestName } from '../suggestion.ts';
import { civilDateOf, DAY_MS, dayNumberOf } from './civil-date.ts';
import { TimeZoneUnknownError } from './errors.ts';

export interface OffsetSegment {
  /** First instant of the segment. */
  readonly startAt: number;
  /** First instant after the segment. */
  readonly endAt: number;
  /** Local time minus UTC. */
  readonly offsetMs: number;
  /** The offset just before `startAt`. */
  readonly previousOffsetMs: number;
  /** The offset from `endAt` on. */
  readonly nextOffsetMs: number;
}

export interface TimeZone {
  readonly name: string;
  /** The segment that holds `at`. Takes well under a microsecond once the year of `at` is known. */
  segmentAt(at: number): OffsetSegment;
}

interface OffsetChange {
  readonly at: number;
  readonly beforeMs: number;
  readonly afterMs: number;
}

/** More than any clock was ever changed by (a day, when the date line was moved across Samoa). */
const MARGIN_MS = 3 * DAY_MS;

/** Shorter than any summer time: the shortest took a week, in the north of Brazil in October 2000. */
const PROBE_MS = 5 * DAY_MS;

// Both hold names that the runtime knows, so they cannot grow without bound. Making a formatter takes 0.2 ms.
const zones = new Map<string, TimeZone>();
const canonicalNames = new Map<string, string>();

/**
 * The time zone with this IANA name, e.g. `'Europe/Berlin'`; upper and lower case do not matter.
 *
 * @throws {TimeZoneUnknownError} if this runtime does not know it.
 */
export function timeZoneOf(name: string): TimeZone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = createTimeZone(name);
    zones.set(name, zone);
  }
  return zone;
}

/**
 * The name in its usual spelling: `'europe/berlin'` gives `'Europe/Berlin'`. An alias stays what it is, since which of
 * two names counts as the alias differs between runtimes.
 *
 * @throws {TimeZoneUnknownError} if this runtime does not know it.
 */
export function canonicalTimeZone(name: string): string {
  let canonical = canonicalNames.get(name);
  if (canonical === undefined) {
    const resolved = offsetFormatOf(name).resolvedOptions().timeZone;
    canonical = resolved.toLowerCase() === name.toLowerCase() ? resolved : name;
    canonicalNames.set(name, canonical);
  }
  return canonical;
}

function createTimeZone(name: string): TimeZone {
  const format = offsetFormatOf(name);
  const changesOfYear = new Map<number, readonly OffsetChange[]>();
  let latest: OffsetSegment | null = null;

  const offsetAt = (at: number) => offsetIn(format.format(at));
  const changesIn = (year: number) => {
    let changes = changesOfYear.get(year);
    if (changes === undefined) {
      changes = findChanges(offsetAt, startOfYear(year), startOfYear(year + 1));
      changesOfYear.set(year, changes);
    }
    return changes;
  };

  return {
    name,
    segmentAt(at) {
      if (latest === null || at < latest.startAt || at >= latest.endAt) latest = findSegment(at, changesIn, offsetAt);
      return latest;
    },
  };
}

function findSegment(
  at: number,
  changesIn: (year: number) => readonly OffsetChange[],
  offsetAt: (at: number) => number,
): OffsetSegment {
  const firstYear = yearOf(at - MARGIN_MS);
  const lastYear = yearOf(at + MARGIN_MS);
  let start: OffsetChange | null = null;
  let end: OffsetChange | null = null;
  for (let year = firstYear; year <= lastYear && end === null; year += 1) {
    for (const change of changesIn(year)) {
      if (change.at <= at) start = change;
      else {
        end = change;
        break;
      }
    }
  }
  const offsetMs = start?.afterMs ?? end?.beforeMs ?? offsetAt(at);
  return {
    startAt: start?.at ?? startOfYear(firstYear) + MARGIN_MS,
    endAt: end?.at ?? startOfYear(lastYear + 1) - MARGIN_MS,
    offsetMs,
    previousOffsetMs: start?.beforeMs ?? offsetMs,
    nextOffsetMs: end?.afterMs ?? offsetMs,
  };
}

/** The changes that take effect in `[fromAt, toAt)`. */
function findChanges(offsetAt: (at: number) => number, fromAt: number, toAt: number): OffsetChange[] {
  const changes: OffsetChange[] = [];
  let knownAt = fromAt - 1000;
  let knownOffset = offsetAt(knownAt);
  while (knownAt < toAt - 1000) {
    const probeAt = Math.min(knownAt + PROBE_MS, toAt - 1000);
    const probeOffset = offsetAt(probeAt);
    if (probeOffset === knownOffset) {
      knownAt = probeAt;
      continue;
    }
    const changedAt = bisect(offsetAt, knownAt, probeAt, knownOffset);
    const afterMs = offsetAt(changedAt);
    changes.push({ at: changedAt, beforeMs: knownOffset, afterMs });
    knownAt = changedAt;
    knownOffset = afterMs;
  }
  return changes;
}

/** The first whole second after `fromAt` whose offset is not `offset`; `toAt` must be such a second. */
function bisect(offsetAt: (at: number) => number, fromAt: number, toAt: number, offset: number): number {
  let same = fromAt / 1000;
  let different = toAt / 1000;
  while (different - same > 1) {
    const middle = Math.floor((same + different) / 2);
    if (offsetAt(middle * 1000) === offset) same = middle;
    else different = middle;
  }
  return different * 1000;
}

function offsetFormatOf(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TimeZoneUnknownError(name, nearestName(name, Intl.supportedValuesOf('timeZone')));
  }
}

const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/** Reads `'7/1/1900, GMT-03:06:28'`; UTC itself is written `'GMT'`. */
function offsetIn(formatted: string): number {
  const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(formatted)!;
  if (sign === undefined) return 0;
  const offsetMs = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -offsetMs : offsetMs;
}

function yearOf(at: number): number {
  return civilDateOf(Math.floor(at / DAY_MS)).year;
}

function startOfYear(year: number): number {
  return dayNumberOf(year, 1, 1) * DAY_MS;
}
