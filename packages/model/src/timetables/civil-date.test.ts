import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilDateOf, DAY_MS, dayNumberOf, daysInMonth, weekdayOf } from './civil-date.ts';

// Years in which Date.UTC takes the year for what it is.
const dayNumbers = fc.integer({ min: -680_000, max: 2_932_896 });

test('a day number and its date agree with Date, and lead back to each other', () => {
  fc.assert(
    fc.property(dayNumbers, (dayNumber) => {
      const date = new Date(dayNumber * DAY_MS);
      const civil = civilDateOf(dayNumber);
      expect(civil).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() });
      expect(dayNumberOf(civil.year, civil.month, civil.day)).toBe(dayNumber);
      expect(weekdayOf(dayNumber)).toBe(date.getUTCDay());
    }),
  );
});

test('February has 29 days in leap years only, which centuries are not unless 400 divides them', () => {
  expect([1900, 2000, 2024, 2026, 2100].map((year) => daysInMonth(year, 2))).toEqual([28, 29, 29, 28, 28]);
});
