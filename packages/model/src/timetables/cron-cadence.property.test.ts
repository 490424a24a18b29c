/**
 * Holds cron ticks against a second implementation that shares nothing with the first: expressions are made from
 * predicates, and the local time of every single minute is asked of `Intl`.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cronCadence } from './cron-cadence.ts';
import { parseCron } from './cron-expression.ts';
import { timeZoneOf } from './time-zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Ticks are compared this far around the middle of a window. */
const REACH_MS = 30 * HOUR_MS;
/** Longer than any clock change, so that one just outside the window is known. */
const MARGIN_MS = 26 * HOUR_MS;

interface LocalDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}
type Matches = (value: number, date: LocalDate) => boolean;
interface FieldModel {
  readonly text: string;
  readonly matches: Matches;
}

const NAMES: Record<string, readonly string[]> = {
  month: ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  weekday: ['SUN', 'mon', 'TUE', 'Wed', 'THU', 'FRI', 'SAT'],
};

function item(min: number, max: number, names?: readonly string[]): fc.Arbitrary<FieldModel> {
  const value = fc.integer({ min, max });
  const step = fc.integer({ min: 2, max: Math.max(3, Math.ceil(max / 2)) });
  return fc.oneof(
    { weight: 3, arbitrary: value.map((v) => ({ text: names?.[v] ?? `${v}`, matches: (x: number) => x === v })) },
    step.map((s) => ({ text: `*/${s}`, matches: (x: number) => (x - min) % s === 0 })),
    fc.tuple(value, value).map(([a, b]) => ({
      text: `${a}-${b}`,
      matches: (x: number) => (a <= b ? x >= a && x <= b : x >= a || x <= b),
    })),
    fc.tuple(value, step).map(([a, s]) => ({ text: `${a}/${s}`, matches: (x: number) => x >= a && (x - a) % s === 0 })),
  );
}

function field(items: fc.Arbitrary<FieldModel>, starWeight = 2): fc.Arbitrary<FieldModel> {
  const list = fc.array(items, { minLength: 1, maxLength: 3 }).map((all) => ({
    text: all.map(({ text }) => text).join(),
    matches: (x: number, date: LocalDate) => all.some(({ matches }) => matches(x, date)),
  }));
  return fc.oneof(
    { weight: starWeight, arbitrary: fc.constant({ text: '*', matches: () => true }) },
    { weight: 2, arbitrary: list },
  );
}

function lengthOf({ year, month }: LocalDate): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function weekdayOn({ year, month }: LocalDate, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function nearestWeekday(date: LocalDate, wanted: number): number | null {
  const days = Array.from({ length: lengthOf(date) }, (_, index) => index + 1);
  if (!days.includes(wanted)) return null;
  const weekdays = days.filter((day) => weekdayOn(date, day) % 6 !== 0);
  return weekdays.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0]!;
}

const monthDayRule: fc.Arbitrary<FieldModel> = fc.oneof(
  fc.constant({ text: 'L', matches: (day: number, date: LocalDate) => day === lengthOf(date) }),
  fc.integer({ min: 1, max: 27 }).map((back) => ({
    text: `L-${back}`,
    matches: (day: number, date: LocalDate) => day === lengthOf(date) - back,
  })),
  fc.integer({ min: 1, max: 31 }).map((wanted) => ({
    text: `${wanted}W`,
    matches: (day: number, date: LocalDate) => day === nearestWeekday(date, wanted),
  })),
);
const weekdayRule: fc.Arbitrary<FieldModel> = fc.oneof(
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 })).map(([weekday, nth]) => ({
    text: `${weekday}#${nth}`,
    matches: (value: number, { day }: LocalDate) => value === weekday && Math.ceil(day / 7) === nth,
  })),
  fc.integer({ min: 0, max: 6 }).map((weekday) => ({
    text: `${weekday}L`,
    matches: (value: number, date: LocalDate) => value === weekday && date.day + 7 > lengthOf(date),
  })),
);

/** Dates of which at least one breaks every rule that depends on the month. */
const ORDINARY_DATES: readonly LocalDate[] = Array.from({ length: 24 }, (_, index) => ({
  year: 2026,
  month: (index % 12) + 1,
  day: index < 12 ? 4 : 18,
}));

interface CronModel {
  readonly expression: string;
  readonly firesTwice: boolean;
  matches(localMs: number): boolean;
}

const cronModels: fc.Arbitrary<CronModel> = fc
  .tuple(
    field(item(0, 59), 1),
    field(item(0, 23)),
    field(fc.oneof({ weight: 3, arbitrary: item(1, 31) }, monthDayRule), 4),
    field(item(1, 12, NAMES['month']), 8),
    field(fc.oneof({ weight: 3, arbitrary: item(0, 6, NAMES['weekday']) }, weekdayRule), 4),
  )
  .map(([minute, hour, dayOfMonth, month, dayOfWeek]) => {
    const isAll = ({ matches }: FieldModel, from: number, to: number) => {
      for (let value = from; value <= to; value += 1) {
        if (!ORDINARY_DATES.every((date) => matches(value, date))) return false;
      }
      return true;
    };
    const anyDate = isAll(dayOfMonth, 1, 31);
    const anyWeekday = isAll(dayOfWeek, 0, 6);
    return {
      expression: [minute, hour, dayOfMonth, month, dayOfWeek].map(({ text }) => text).join(' '),
      firesTwice: isAll(hour, 0, 23),
      matches(localMs) {
        const at = new Date(localMs);
        const date = { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
        if (!minute.matches(at.getUTCMinutes(), date) || !hour.matches(at.getUTCHours(), date)) return false;
        if (!month.matches(date.month, date)) return false;
        const dateFits = dayOfMonth.matches(date.day, date);
        const weekdayFits = dayOfWeek.matches(at.getUTCDay(), date);
        return anyDate || anyWeekday ? (anyDate || dateFits) && (anyWeekday || weekdayFits) : dateFits || weekdayFits;
      },
    };
  });

/** Windows around clock changes of every kind, and around any other day. */
const windows: fc.Arbitrary<{ readonly zone: string; readonly middleAt: number }> = fc.oneof(
  fc
    .constantFrom<[string, string]>(
      ['America/New_York', '2026-03-08T07:00Z'],
      ['America/New_York', '2026-11-01T06:00Z'],
      ['Europe/Berlin', '2026-03-29T01:00Z'],
      ['Europe/Berlin', '2026-10-25T01:00Z'],
      ['Australia/Lord_Howe', '2026-10-03T15:30Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00Z'],
      ['America/Sao_Paulo', '2018-11-04T03:00Z'],
      ['America/Sao_Paulo', '2019-02-17T02:00Z'],
      ['Asia/Kathmandu', '1985-12-31T18:30Z'],
      ['Asia/Pyongyang', '2015-08-14T15:00Z'],
      ['Pacific/Apia', '2011-12-30T10:00Z'],
      ['America/St_Johns', '2009-03-08T03:31Z'],
      ['America/Havana', '2026-03-08T05:00Z'],
      ['Africa/Casablanca', '2026-02-15T02:00Z'],
      ['UTC', '2028-02-29T00:00Z'],
      ['Europe/Berlin', '2026-12-31T23:00Z'],
    )
    .map(([zone, at]) => ({ zone, middleAt: Date.parse(at) })),
  fc.record({
    zone: fc.constantFrom('America/New_York', 'Australia/Sydney', 'Asia/Kolkata', 'Africa/Cairo'),
    middleAt: fc.integer({ min: 0, max: 40 }).map((index) => Date.UTC(2000, 5, 1) + index * 237 * 24 * HOUR_MS),
  }),
);

const localTimes = new Map<string, readonly number[]>();

/** The local time of each minute of a window, margins included. */
function localTimesOf(zone: string, middleAt: number): readonly number[] {
  const key = `${zone} ${middleAt}`;
  let times = localTimes.get(key);
  if (times === undefined) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    const found: number[] = [];
    for (let at = middleAt - REACH_MS - MARGIN_MS; at <= middleAt + REACH_MS + MARGIN_MS; at += MINUTE_MS) {
      const [day, month, year, hour, minute] = format.format(at).match(/\d+/g)!.map(Number);
      found.push(Date.UTC(year!, month! - 1, day, hour, minute));
    }
    times = found;
    localTimes.set(key, times);
  }
  return times;
}

/** The ticks within the reach of a window, minute by minute. */
function slowTicks({ matches, firesTwice }: CronModel, zone: string, middleAt: number): number[] {
  const locals = localTimesOf(zone, middleAt);
  const startAt = middleAt - REACH_MS - MARGIN_MS;
  const lastIndexOf = new Map(locals.map((local, index) => [local, index]));
  const ticks = new Set<number>();
  locals.forEach((local, index) => {
    if (matches(local) && (firesTwice || lastIndexOf.get(local) === index)) ticks.add(startAt + index * MINUTE_MS);
    const before = locals[index - 1] ?? local;
    for (let skipped = before + MINUTE_MS; skipped < local; skipped += MINUTE_MS) {
      if (matches(skipped)) ticks.add(startAt + (index - 1) * MINUTE_MS + skipped - before);
    }
  });
  const within = [...ticks].filter((at) => at >= middleAt - REACH_MS && at <= middleAt + REACH_MS);
  return within.sort((a, b) => a - b);
}

/** `null` for an expression that can never fire, which the random fields sometimes make. */
function cadenceOfModel({ expression }: CronModel, zone: string) {
  try {
    return cronCadence(parseCron(expression), timeZoneOf(zone));
  } catch (error) {
    if (error instanceof Error && error.message.includes('never fire')) return null;
    throw error;
  }
}

test('the ticks forwards and backwards are those of a walk minute by minute', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(cronModels, windows, (model, { zone, middleAt }) => {
      const cadence = cadenceOfModel(model, zone);
      fc.pre(cadence !== null);
      const [fromAt, toAt] = [middleAt - REACH_MS, middleAt + REACH_MS];

      const forwards: number[] = [];
      for (let at = cadence.alignToNext(fromAt); at !== null && at <= toAt; at = cadence.next(at)) forwards.push(at);
      const backwards: number[] = [];
      for (let at = cadence.previous(toAt); at !== null && at >= fromAt; at = cadence.before(at)) backwards.push(at);

      const expected = slowTicks(model, zone, middleAt);
      expect(forwards).toEqual(expected);
      expect(backwards.reverse()).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});

test('the next tick is later, nothing lies between, and it is its own previous tick', () => {
  const zones = fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Pacific/Apia');
  const instants = fc.double({ min: Date.UTC(1890, 0, 1), max: Date.UTC(2120, 0, 1), noNaN: true });
  fc.assert(
    fc.property(cronModels, zones, instants, (model, zone, at) => {
      const cadence = cadenceOfModel(model, zone);
      fc.pre(cadence !== null);
      const next = cadence.next(at)!;
      const previous = cadence.previous(at)!;
      expect(next).toBeGreaterThan(at);
      expect(previous).toBeLessThanOrEqual(at);
      expect(cadence.next(previous)).toBe(next);
      expect(cadence.previous(next)).toBe(next);
      expect(cadence.alignToNext(next)).toBe(next);
      expect(cadence.before(next)).toBe(previous);
      expect(cadence.previous(next - 0.5)).toBe(previous);
    }),
    { numRuns: 600 },
  );
});
