import { describe, expect, test } from 'vitest';
import { canonicalCron, parseCron } from './cron-expression.ts';
import { CronInvalidError } from './errors.ts';

function faultsOf(expression: string) {
  try {
    parseCron(expression);
  } catch (error) {
    if (error instanceof CronInvalidError) return error.faults;
    throw error;
  }
  throw new Error(`"${expression}" was accepted.`);
}

describe('values', () => {
  test.each([
    ['5 * * * *', 'minute', [5]],
    ['5,1,5 * * * *', 'minute', [1, 5]],
    ['10-13 * * * *', 'minute', [10, 11, 12, 13]],
    ['*/20 * * * *', 'minute', [0, 20, 40]],
    ['10-40/15 * * * *', 'minute', [10, 25, 40]],
    ['50/4 * * * *', 'minute', [50, 54, 58]],
    ['0 22-2 * * *', 'hour', [0, 1, 2, 22, 23]],
    ['0 22-3/2 * * *', 'hour', [0, 2, 22]],
    ['0 0 */10 * *', 'dayOfMonth', [1, 11, 21, 31]],
    ['0 0 * jan,OCT-12 *', 'month', [1, 10, 11, 12]],
    ['0 0 * * 7', 'dayOfWeek', [0]],
    ['0 0 * * 5-7', 'dayOfWeek', [0, 5, 6]],
    ['0 0 * * 7-2', 'dayOfWeek', [0, 1, 2]],
    ['0 0 * * fri-mon', 'dayOfWeek', [0, 1, 5, 6]],
    ['0 0 * * 1/2', 'dayOfWeek', [1, 3, 5]],
    ['0 0 * * * */30', 'second', [0, 30]],
  ] as const)('%s allows in its %s %j', (expression, field, values) => {
    expect(parseCron(expression)[field].values).toEqual(values);
  });

  test.each(['*', '?', '0-6', '1-7', '0-7', '*/1', 'MON-SUN', 'SAT,0-5'])(
    '"%s" leaves the day of week unrestricted',
    (field) => {
      expect(parseCron(`0 0 1 * ${field}`).dayOfWeek.isUnrestricted).toBe(true);
    },
  );
});

describe('canonical form', () => {
  test.each([
    [' 0  6 * * mon ', '0 6 * * MON'],
    ['@Daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    ['@hourly', '0 * * * *'],
    ['@weekly', '0 0 * * 0'],
    ['@monthly', '0 0 1 * *'],
    ['@quarterly', '0 0 1 */3 *'],
    ['@yearly', '0 0 1 1 *'],
    ['@annually', '0 0 1 1 *'],
    ['0 6 * * * 0', '0 6 * * *'],
    ['0 6 l * 5l 15', '0 6 L * 5L 15'],
  ])('%j is stored as %j', (typed, canonical) => {
    expect(canonicalCron(typed)).toBe(canonical);
    expect(canonicalCron(canonical)).toBe(canonical);
  });
});

describe('faults', () => {
  test.each([
    ['60 * * * *', 'minute', 1, '0-59', '60'],
    ['* 24 * * *', 'hour', 3, '0-23', '24'],
    ['* *  0 * *', 'day of month', 6, '1-31', '0'],
    ['* * 1,32 * *', 'day of month', 7, '1-31', '32'],
    ['* * * 13 *', 'month', 7, '1-12 or JAN-DEC', '13'],
    ['* * * * 8', 'day of week', 9, '0-7 or SUN-SAT', '8'],
    ['* * * * Mom', 'day of week', 9, '0-7 or SUN-SAT', 'Mom'],
    ['* * * * * 60', 'second', 11, '0-59', '60'],
    ['*/0 * * * *', 'minute', 1, '0-59', '*/0'],
    ['*/x * * * *', 'minute', 1, '0-59', '*/x'],
    ['1/2/3 * * * *', 'minute', 1, '0-59', '1/2/3'],
    ['1-2-3 * * * *', 'minute', 1, '0-59', '1-2-3'],
    ['5, * * * *', 'minute', 3, '0-59', ''],
    ['-5 * * * *', 'minute', 1, '0-59', '-5'],
    ['? * * * *', 'minute', 1, '0-59', '?'],
    ['0 0 * * L', 'day of week', 9, '0-7 or SUN-SAT', 'L'],
    ['0 0 * * 1#6', 'day of week', 9, '0-7 or SUN-SAT', '1#6'],
    ['0 0 L-31 * *', 'day of month', 5, '1-31', 'L-31'],
    ['0 0 32W * *', 'day of month', 5, '1-31', '32W'],
    ['0 0 L * 5#L', 'day of week', 9, '0-7 or SUN-SAT', '5#L'],
  ])('%s: in the %s at character %i, which allows %s, stands %j', (expression, field, position, allowed, found) => {
    const faults = faultsOf(expression);
    expect(faults).toEqual([expect.objectContaining({ field, position, allowed, found })]);
    expect(faults[0]!.remedy).toMatch(/^[A-Z].*\.$/);
  });

  test('all faults of an expression are reported together', () => {
    expect(faultsOf('61 25 * FOO *').map(({ field }) => field)).toEqual(['minute', 'hour', 'month']);
  });

  test('faults come in the order of the fields, with that of the second last', () => {
    expect(faultsOf('61 0 * * * 99').map(({ field }) => field)).toEqual(['minute', 'second']);
  });

  test('the message names the expression, the place, the range, what was found and what to do', () => {
    expect(() => parseCron('0 24 * * *')).toThrow(
      'Cron expression "0 24 * * *" is not valid: at character 3, the hour allows 0-23, got "24". Write 0 for midnight.',
    );
  });

  test.each([
    ['', '0 fields'],
    ['* * * *', '4 fields'],
    ['0 0 0 1 1 * 2026', '7 fields'],
  ])('%j does not have 5 or 6 fields', (expression, found) => {
    expect(faultsOf(expression)).toEqual([expect.objectContaining({ field: null, found })]);
  });

  test('an unknown preset is refused with the one that was probably meant', () => {
    expect(() => parseCron('@dayly')).toThrow('Did you mean "@daily"?');
    expect(() => parseCron('@once')).toThrow('It is a schedule of its own');
  });

  test.each(['0 0 30 2 *', '0 0 31 2,4,6,9,11 *', '0 0 30W 2 *', '0 0 L-29 2 *'])(
    '%s can never fire, and is refused',
    (expression) => {
      expect(() => parseCron(expression)).toThrow('It can never fire');
    },
  );

  test.each(['0 0 29 2 *', '0 0 30 2 1', '0 0 L-28 2 *', '0 0 * 2 1#5', '0 0 31 * *'])(
    '%s fires some day',
    (expression) => {
      expect(() => parseCron(expression)).not.toThrow();
    },
  );
});
