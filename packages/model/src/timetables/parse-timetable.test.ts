import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CronInvalidError, TimetableInvalidError, TimeZoneUnknownError } from './errors.ts';
import {
  CONTINUOUS_TIMETABLE,
  cronIntervalTimetable,
  cronTimetable,
  datesTimetable,
  everyIntervalTimetable,
  everyTimetable,
  multipleCronTimetable,
  NULL_TIMETABLE,
  ONCE_TIMETABLE,
  timetableOfSchedule,
} from './make-timetable.ts';
import { parseTimetable } from './parse-timetable.ts';
import type { SerializedTimetable } from './timetable.ts';

function faultsOf(json: unknown) {
  try {
    parseTimetable(json);
  } catch (error) {
    if (error instanceof TimetableInvalidError) return error.faults;
    throw error;
  }
  throw new Error('The data was accepted.');
}

const timetables: fc.Arbitrary<SerializedTimetable> = fc.oneof(
  fc.constantFrom(NULL_TIMETABLE, ONCE_TIMETABLE, CONTINUOUS_TIMETABLE),
  fc
    .record({
      expression: fc.constantFrom('@daily', '5 4 * * sun', '30 6 L * * 15'),
      timeZone: fc.constantFrom('UTC', 'europe/berlin', 'Asia/Kathmandu'),
      intervalMs: fc.nat(),
      runImmediately: fc.oneof(fc.constantFrom(true, false, null), fc.record({ withinMs: fc.nat() })),
    })
    .chain((options) =>
      fc.constantFrom<SerializedTimetable>(
        cronTimetable(options),
        cronIntervalTimetable(options),
        multipleCronTimetable({ ...options, expressions: [options.expression, '@hourly'] }),
      ),
    ),
  fc.record({ periodMs: fc.integer({ min: 1 }), intervalMs: fc.nat() }).map(everyTimetable),
  fc.record({ periodMs: fc.integer({ min: 1 }) }).map(everyIntervalTimetable),
  fc.record({ datesAt: fc.array(fc.integer(), { minLength: 1 }), restrictToDates: fc.boolean() }).map(datesTimetable),
);

test('what is serialised is read back, to the same text', () => {
  fc.assert(
    fc.property(timetables, (timetable) => {
      const text = JSON.stringify(timetable);
      const read = parseTimetable(JSON.parse(text));
      expect(read).toEqual(timetable);
      expect(JSON.stringify(read)).toBe(text);
    }),
  );
});

describe('canonical form', () => {
  test.each([
    [
      { timeZone: 'europe/berlin', kind: 'cron', expression: ' @daily' },
      '{"kind":"cron","expression":"0 0 * * *","timeZone":"Europe/Berlin","intervalMs":0,"runImmediately":false}',
    ],
    [
      { kind: 'multipleCron', expressions: ['@weekly', '@daily', '0 0  * * *'] },
      '{"kind":"multipleCron","expressions":["0 0 * * *","0 0 * * 0"],"timeZone":"UTC","intervalMs":0,"runImmediately":false}',
    ],
    [{ kind: 'dates', datesAt: [3, 1, 3] }, '{"kind":"dates","datesAt":[1,3],"restrictToDates":false}'],
    [{ kind: 'every', periodMs: 1000 }, '{"kind":"every","periodMs":1000,"intervalMs":0}'],
    [{ kind: 'everyInterval', periodMs: 1000 }, '{"kind":"everyInterval","periodMs":1000}'],
    [
      { kind: 'cronInterval', expression: '@hourly' },
      '{"kind":"cronInterval","expression":"0 * * * *","timeZone":"UTC"}',
    ],
  ])('%j', (given, text) => {
    expect(JSON.stringify(parseTimetable(given))).toBe(text);
  });

  test('a timetable cannot be changed', () => {
    const timetable = cronTimetable({ expression: '@daily', runImmediately: { withinMs: 1 } });
    expect(Object.isFrozen(timetable) && Object.isFrozen(timetable.runImmediately)).toBe(true);
    expect(Object.isFrozen(datesTimetable({ datesAt: [1] }).datesAt)).toBe(true);
  });
});

describe('faults', () => {
  test('all of them are reported, each with field, expectation and finding', () => {
    expect(
      faultsOf({
        kind: 'cron',
        expression: '61 * * * *',
        timeZone: 'Mars/X',
        intervalMs: -1,
        runImmediately: 'no',
        x: 1,
      }),
    ).toEqual([
      { field: 'expression', expected: expect.stringContaining('the minute allows 0-59'), got: '"61 * * * *"' },
      { field: 'timeZone', expected: expect.stringContaining('Time zone "Mars/X" is not known'), got: '"Mars/X"' },
      { field: 'intervalMs', expected: 'a number of milliseconds, 0 or more', got: '-1' },
      { field: 'runImmediately', expected: 'true, false, null or { withinMs }', got: '"no"' },
      { field: 'x', expected: 'left out, since it has no meaning for this kind', got: '1' },
    ]);
  });

  test.each([
    [null, '', 'null'],
    ['@daily', '', '"@daily"'],
    [[], '', '[]'],
    [{}, 'kind', 'nothing'],
    [{ kind: 'crom' }, 'kind', '"crom"'],
    [{ kind: 'cron' }, 'expression', 'nothing'],
    [{ kind: 'cronInterval', expression: 5 }, 'expression', '5'],
    [{ kind: 'cronInterval', expression: '' }, 'expression', '""'],
    [{ kind: 'cronInterval', expression: '@daily', intervalMs: 0 }, 'intervalMs', '0'],
    [{ kind: 'every', periodMs: 0 }, 'periodMs', '0'],
    [{ kind: 'everyInterval', periodMs: '5m' }, 'periodMs', '"5m"'],
    [{ kind: 'dates', datesAt: [] }, 'datesAt', '[]'],
    [{ kind: 'dates', datesAt: [1, '2026-01-01'] }, 'datesAt[1]', '"2026-01-01"'],
    [{ kind: 'dates', datesAt: [1], restrictToDates: 1 }, 'restrictToDates', '1'],
    [{ kind: 'multipleCron', expressions: ['@daily', '@dayly'] }, 'expressions[1]', '"@dayly"'],
    [{ kind: 'once', timeZone: 'UTC' }, 'timeZone', '"UTC"'],
  ])('%j has a fault in %j', (json, field, got) => {
    expect(faultsOf(json)).toEqual([expect.objectContaining({ field, got })]);
  });

  test('every item of a list is judged by itself', () => {
    const faults = faultsOf({ kind: 'multipleCron', expressions: [1, '61 * * * *'] });
    expect(faults.map(({ field }) => field)).toEqual(['expressions[0]', 'expressions[1]']);
  });

  test('the message says what is wrong and where to put it right', () => {
    expect(() => parseTimetable({ kind: 'every', periodMs: 0 })).toThrow(
      'The timetable is not valid: expected periodMs to be a number of milliseconds, 1 or more, got: 0. Correct the schedule where the DAG declares it.',
    );
  });

  test('making a timetable from options refuses the same', () => {
    expect(() => cronTimetable({ expression: '61 * * * *' })).toThrow(CronInvalidError);
    expect(() => cronTimetable({ expression: '@daily', timeZone: 'Mars/X' })).toThrow(TimeZoneUnknownError);
    expect(() => cronTimetable({ expression: '@daily', intervalMs: Number.NaN })).toThrow(TimetableInvalidError);
    expect(() => multipleCronTimetable({ expressions: [] })).toThrow(TimetableInvalidError);
    expect(() => everyTimetable({ periodMs: 0 })).toThrow(TimetableInvalidError);
    expect(() => datesTimetable({ datesAt: [Number.NaN] })).toThrow(TimetableInvalidError);
  });
});

test('a schedule in one word is once, continuous, a preset or an expression', () => {
  expect(timetableOfSchedule('@once')).toBe(ONCE_TIMETABLE);
  expect(timetableOfSchedule(' @Continuous')).toBe(CONTINUOUS_TIMETABLE);
  expect(timetableOfSchedule('@daily', { timeZone: 'Europe/Berlin' })).toEqual(
    cronTimetable({ expression: '0 0 * * *', timeZone: 'Europe/Berlin' }),
  );
  expect(() => timetableOfSchedule('@reboot')).toThrow(CronInvalidError);
});
