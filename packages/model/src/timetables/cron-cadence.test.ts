import { describe, expect, test } from 'vitest';
import { cronCadence } from './cron-cadence.ts';
import { parseCron } from './cron-expression.ts';
import { timeZoneOf } from './time-zone.ts';

function cadence(expression: string, zone = 'UTC') {
  return cronCadence(parseCron(expression), timeZoneOf(zone));
}

/** The first `count` ticks after an instant, to the minute: `'2026-03-08 07:00'`, or with seconds when they are not 0. */
function ticks(expression: string, zone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let at = Date.parse(after);
  while (found.length < count) {
    at = cadence(expression, zone).next(at)!;
    found.push(short(at));
  }
  return found;
}

function short(at: number): string {
  return new Date(at)
    .toISOString()
    .replace('T', ' ')
    .replace(/(:00)?\.000Z$/, '');
}

describe('the calendar', () => {
  test.each([
    ['0 0 29 2 *', '2096-03-01T00:00Z', ['2104-02-29 00:00', '2108-02-29 00:00']],
    ['0 0 1 1 *', '2026-12-31T23:59Z', ['2027-01-01 00:00', '2028-01-01 00:00']],
    ['59 23 31 12 *', '2026-12-31T23:59Z', ['2027-12-31 23:59']],
    ['0 0 31 * *', '2026-01-31T00:00Z', ['2026-03-31 00:00', '2026-05-31 00:00']],
    ['0 0 L * *', '2028-01-31T00:00Z', ['2028-02-29 00:00', '2028-03-31 00:00']],
    ['0 0 L-2 2 *', '2026-01-01T00:00Z', ['2026-02-26 00:00', '2027-02-26 00:00', '2028-02-27 00:00']],
    ['0 0 * * 5L', '2026-01-01T00:00Z', ['2026-01-30 00:00', '2026-02-27 00:00']],
    ['0 0 * * L5', '2026-01-01T00:00Z', ['2026-01-30 00:00', '2026-02-27 00:00']],
    ['0 0 * * FRI#2', '2026-01-01T00:00Z', ['2026-01-09 00:00', '2026-02-13 00:00']],
    ['0 0 * * 1#5', '2026-01-01T00:00Z', ['2026-03-30 00:00', '2026-06-29 00:00']],
    ['0 0 * 2 1#5', '2026-01-01T00:00Z', ['2044-02-29 00:00', '2072-02-29 00:00', '2112-02-29 00:00']],
    ['0 0 1W * *', '2026-07-31T00:00Z', ['2026-08-03 00:00', '2026-09-01 00:00']],
    ['0 0 31W 5 *', '2026-01-01T00:00Z', ['2026-05-29 00:00']],
    ['0 0 15W * *', '2026-02-01T00:00Z', ['2026-02-16 00:00', '2026-03-16 00:00']],
    ['0 0 LW * *', '2026-01-01T00:00Z', ['2026-01-30 00:00', '2026-02-27 00:00', '2026-03-31 00:00']],
  ])('%s after %s fires at %j', (expression, after, expected) => {
    expect(ticks(expression, 'UTC', after, expected.length)).toEqual(expected);
  });

  test('a day that fits either restricted day field fires', () => {
    expect(ticks('0 0 13 * FRI', 'UTC', '2026-02-12T00:00Z', 4)).toEqual([
      '2026-02-13 00:00',
      '2026-02-20 00:00',
      '2026-02-27 00:00',
      '2026-03-06 00:00',
    ]);
    expect(ticks('0 0 13 * ?', 'UTC', '2026-02-12T00:00Z', 2)).toEqual(['2026-02-13 00:00', '2026-03-13 00:00']);
  });

  test('a sixth field is the second', () => {
    expect(ticks('30 9 * * * 15,45', 'UTC', '2026-01-01T09:30:15Z', 2)).toEqual([
      '2026-01-01 09:30:45',
      '2026-01-02 09:30:15',
    ]);
  });

  test('after the last year there is no tick, and before the first one there was none', () => {
    expect(cadence('0 0 1 1 *').next(Date.parse('9999-06-01T00:00Z'))).toBeNull();
    expect(cadence('0 0 1 6 *').previous(Date.parse('0001-03-01T00:00Z'))).toBeNull();
  });
});

describe('neighbours', () => {
  const at = Date.parse('2026-01-01T06:00Z');
  const daily = cadence('0 6 * * *');
  const dayMs = 86_400_000;

  test('of a tick', () => {
    expect(daily.next(at)).toBe(at + dayMs);
    expect(daily.alignToNext(at)).toBe(at);
    expect(daily.previous(at)).toBe(at);
    expect(daily.before(at)).toBe(at - dayMs);
  });

  test('of fractions of a millisecond beside a tick', () => {
    expect(daily.next(at - 0.25)).toBe(at);
    expect(daily.next(at + 0.25)).toBe(at + dayMs);
    expect(daily.alignToNext(at - 0.25)).toBe(at);
    expect(daily.alignToNext(at + 0.25)).toBe(at + dayMs);
    expect(daily.previous(at - 0.25)).toBe(at - dayMs);
    expect(daily.previous(at + 0.25)).toBe(at);
    expect(daily.before(at + 0.25)).toBe(at);
    expect(daily.before(at - 0.25)).toBe(at - dayMs);
  });
});

describe('New York', () => {
  test('a skipped local time fires at the end of the gap', () => {
    expect(ticks('0 2 * * *', 'America/New_York', '2026-03-07T07:00Z', 2)).toEqual([
      '2026-03-08 07:00',
      '2026-03-09 06:00',
    ]);
    expect(ticks('30 2 * * *', 'America/New_York', '2026-03-07T08:00Z', 2)).toEqual([
      '2026-03-08 07:30',
      '2026-03-09 06:30',
    ]);
  });

  test('a skipped local time and the one it moves to are one tick', () => {
    expect(ticks('30 2,3 * * *', 'America/New_York', '2026-03-08T05:00Z', 2)).toEqual([
      '2026-03-08 07:30',
      '2026-03-09 06:30',
    ]);
  });

  test('moved and ordinary ticks come in the order of time', () => {
    expect(ticks('45 2 * * *', 'America/New_York', '2026-03-08T05:00Z', 1)).toEqual(['2026-03-08 07:45']);
    expect(ticks('0,45 2,3 * * *', 'America/New_York', '2026-03-08T05:00Z', 3)).toEqual([
      '2026-03-08 07:00',
      '2026-03-08 07:45',
      '2026-03-09 06:00',
    ]);
  });

  test('a repeated local time fires once, at its second occurrence', () => {
    expect(ticks('30 1 * * *', 'America/New_York', '2026-10-31T00:00Z', 3)).toEqual([
      '2026-10-31 05:30',
      '2026-11-01 06:30',
      '2026-11-02 06:30',
    ]);
    const firstOccurrence = Date.parse('2026-11-01T05:30Z');
    expect(short(cadence('30 1 * * *', 'America/New_York').previous(firstOccurrence)!)).toBe('2026-10-31 05:30');
  });

  test('an expression of every hour fires each quarter of an hour through both changes', () => {
    for (const after of ['2026-03-08T04:00Z', '2026-11-01T03:00Z']) {
      const quarters = Array.from({ length: 24 }, (_, index) => short(Date.parse(after) + (index + 1) * 900_000));
      expect(ticks('*/15 * * * *', 'America/New_York', after, 24)).toEqual(quarters);
    }
  });

  test('an expression of every second hour follows the clock on the wall', () => {
    // 00:00, 03:00 (moved from 02:00), 04:00 EDT
    expect(ticks('0 */2 * * *', 'America/New_York', '2026-03-08T04:59Z', 3)).toEqual([
      '2026-03-08 05:00',
      '2026-03-08 07:00',
      '2026-03-08 08:00',
    ]);
  });
});

describe('other zones', () => {
  test('Berlin: a daily tick keeps its local time', () => {
    expect(ticks('0 6 * * *', 'Europe/Berlin', '2026-03-28T00:00Z', 2)).toEqual([
      '2026-03-28 05:00',
      '2026-03-29 04:00',
    ]);
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', 2)).toEqual([
      '2026-03-29 01:30',
      '2026-03-30 00:30',
    ]);
    expect(ticks('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', 2)).toEqual([
      '2026-10-25 01:30',
      '2026-10-26 01:30',
    ]);
  });

  test('Lord Howe: its clocks change by half an hour', () => {
    // 2026-10-04 02:00 becomes 02:30; 2026-04-05 02:00 becomes 01:30.
    expect(ticks('15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T00:00Z', 2)).toEqual([
      '2026-10-03 15:45',
      '2026-10-04 15:15',
    ]);
    expect(ticks('45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T00:00Z', 2)).toEqual([
      '2026-04-04 15:15',
      '2026-04-05 15:15',
    ]);
    expect(ticks('*/15 * * * *', 'Australia/Lord_Howe', '2026-10-03T15:00Z', 4)).toEqual([
      '2026-10-03 15:15',
      '2026-10-03 15:30',
      '2026-10-03 15:45',
      '2026-10-03 16:00',
    ]);
    // 01:00, 02:00 moved to 02:30, 03:00; and in autumn 01:00, 02:00.
    expect(ticks('0 * * * *', 'Australia/Lord_Howe', '2026-10-03T14:00Z', 3)).toEqual([
      '2026-10-03 14:30',
      '2026-10-03 15:30',
      '2026-10-03 16:00',
    ]);
    expect(ticks('0 * * * *', 'Australia/Lord_Howe', '2026-04-04T13:30Z', 2)).toEqual([
      '2026-04-04 14:00',
      '2026-04-04 15:30',
    ]);
  });

  test('São Paulo: midnight did not exist in spring while it had summer time', () => {
    expect(ticks('@daily', 'America/Sao_Paulo', '2018-11-03T04:00Z', 2)).toEqual([
      '2018-11-04 03:00',
      '2018-11-05 02:00',
    ]);
    // It came twice at 23:00 in autumn; after 2019 there is no summer time any more.
    expect(ticks('30 23 * * *', 'America/Sao_Paulo', '2019-02-16T12:00Z', 2)).toEqual([
      '2019-02-17 02:30',
      '2019-02-18 02:30',
    ]);
    expect(ticks('@daily', 'America/Sao_Paulo', '2026-11-01T00:00Z', 1)).toEqual(['2026-11-01 03:00']);
  });

  test('Kathmandu: three quarters of an hour beside the others, and a quarter skipped in 1986', () => {
    expect(ticks('0 6 * * *', 'Asia/Kathmandu', '2026-01-01T01:00Z', 1)).toEqual(['2026-01-02 00:15']);
    expect(ticks('5 0 1 1 *', 'Asia/Kathmandu', '1985-06-01T00:00Z', 2)).toEqual([
      '1985-12-31 18:35',
      '1986-12-31 18:20',
    ]);
  });

  test('Samoa: the day that was skipped fires a day later', () => {
    expect(ticks('0 12 * * *', 'Pacific/Apia', '2011-12-29T00:00Z', 3)).toEqual([
      '2011-12-29 22:00',
      '2011-12-30 22:00',
      '2011-12-31 22:00',
    ]);
    expect(ticks('0 12 30 * *', 'Pacific/Apia', '2011-12-29T00:00Z', 1)).toEqual(['2011-12-30 22:00']);
  });
});
