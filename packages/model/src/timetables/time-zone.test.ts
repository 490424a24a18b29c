import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TimeZoneUnknownError } from './errors.ts';
import { canonicalTimeZone, timeZoneOf } from './time-zone.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Africa/Monrovia',
  'Europe/Berlin',
  'Europe/Amsterdam',
  'Pacific/Apia',
  '+05:30',
];
const HOUR_MS = 3_600_000;
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.UTC(1880, 0, 1), max: Date.UTC(2045, 0, 1) });

/** Local time minus UTC in milliseconds, to the second, by the calendar fields that Intl prints. */
function slowOffset(name: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const field = (type: string) => Number(parts.find((part) => part.type === type)!.value);
  const local = Date.UTC(
    field('year'),
    field('month') - 1,
    field('day'),
    field('hour'),
    field('minute'),
    field('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}

test('the segment of an instant holds it, and has the offset that Intl shows, at both ends', () => {
  fc.assert(
    fc.property(zones, instants, (name, at) => {
      const segment = timeZoneOf(name).segmentAt(at);
      expect(segment.startAt).toBeLessThanOrEqual(at);
      expect(segment.endAt).toBeGreaterThan(at);
      expect(segment.offsetMs).toBe(slowOffset(name, at));
      expect(segment.offsetMs).toBe(slowOffset(name, segment.startAt));
      expect(segment.offsetMs).toBe(slowOffset(name, segment.endAt - 1));
      expect(segment.previousOffsetMs).toBe(slowOffset(name, segment.startAt - 1));
      expect(segment.nextOffsetMs).toBe(slowOffset(name, segment.endAt));
    }),
    { numRuns: 400 },
  );
});

test('no change lies inside a segment', () => {
  fc.assert(
    fc.property(zones, instants, fc.double({ min: 0, max: 1, noNaN: true }), (name, at, part) => {
      const { startAt, endAt, offsetMs } = timeZoneOf(name).segmentAt(at);
      expect(slowOffset(name, startAt + Math.floor((endAt - 1 - startAt) * part))).toBe(offsetMs);
    }),
    { numRuns: 400 },
  );
});

test('a summer time of one week is found', () => {
  const segment = timeZoneOf('America/Boa_Vista').segmentAt(Date.parse('2000-10-12T00:00Z'));
  expect(new Date(segment.startAt).toISOString()).toBe('2000-10-08T04:00:00.000Z');
  expect(new Date(segment.endAt).toISOString()).toBe('2000-10-15T03:00:00.000Z');
  expect(segment).toMatchObject({ offsetMs: -3 * HOUR_MS, previousOffsetMs: -4 * HOUR_MS, nextOffsetMs: -4 * HOUR_MS });
});

test('two changes in ten days to two different offsets are both found', () => {
  const segment = timeZoneOf('Europe/Riga').segmentAt(Date.parse('1944-10-08T00:00Z'));
  expect(segment).toMatchObject({ offsetMs: HOUR_MS, previousOffsetMs: 2 * HOUR_MS, nextOffsetMs: 3 * HOUR_MS });
});

test('a change in the last hours of a year is seen from the year after', () => {
  // Samoa skipped 30 December 2011: from -10:00 to +14:00.
  const segment = timeZoneOf('Pacific/Apia').segmentAt(Date.parse('2012-01-01T00:00Z'));
  expect(new Date(segment.startAt).toISOString()).toBe('2011-12-30T10:00:00.000Z');
  expect(segment.offsetMs - segment.previousOffsetMs).toBe(24 * HOUR_MS);
});

test('a zone is found in any case, and keeps the name of an alias', () => {
  expect(canonicalTimeZone('europe/berlin')).toBe('Europe/Berlin');
  expect(canonicalTimeZone('utc')).toBe('UTC');
  expect(canonicalTimeZone('Asia/Kathmandu')).toBe('Asia/Kathmandu');
  expect(canonicalTimeZone('America/Port_of_Spain')).toBe('America/Port_of_Spain');
});

test('an unknown zone is refused with the name that was probably meant', () => {
  expect(() => timeZoneOf('Europe/Berln')).toThrow(TimeZoneUnknownError);
  expect(() => timeZoneOf('Europe/Berln')).toThrow('Did you mean "Europe/Berlin"?');
  expect(() => timeZoneOf('')).toThrow('Time zone "" is not known. Use "UTC"');
});
