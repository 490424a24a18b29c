import { TradewindError } from '../errors.ts';

/** One thing that is wrong with a cron expression. */
export interface CronFault {
  /** What the field is called, e.g. `'day of month'`; `null` when the fault is not in one field. */
  readonly field: string | null;
  /** Where the faulty text begins in the expression: 1 is its first character. */
  readonly position: number;
  /** What may stand there, e.g. `'0-59'`. */
  readonly allowed: string;
  /** What stands there. */
  readonly found: string;
  /** How to put it right, as a sentence. */
  readonly remedy: string;
}

/** A cron expression that cannot be read, or that can never fire. Carries every fault that it has. */
export class CronInvalidError extends TradewindError {
  readonly code = 'CRON_INVALID';
  readonly expression: string;
  readonly faults: readonly CronFault[];

  constructor(expression: string, faults: readonly CronFault[]) {
    super(`Cron expression "${expression}" is not valid: ${faults.map(sentenceOf).join(' ')}`);
    this.expression = expression;
    this.faults = faults;
  }
}

/** A time zone that this runtime does not know. */
export class TimeZoneUnknownError extends TradewindError {
  readonly code = 'TIME_ZONE_UNKNOWN';
  readonly timeZone: string;

  constructor(timeZone: string, suggestion: string | null) {
    const hint = suggestion === null ? '' : ` Did you mean "${suggestion}"?`;
    super(
      `Time zone "${timeZone}" is not known.${hint} ` +
        'Use "UTC" or a name from the IANA time zone database, such as "Europe/Berlin".',
    );
    this.timeZone = timeZone;
  }
}

/** One thing that is wrong with the data of a timetable. */
export interface TimetableFault {
  /** The field, e.g. `'periodMs'` or `'expressions[1]'`; empty for the timetable as a whole. */
  readonly field: string;
  readonly expected: string;
  readonly got: string;
}

/** Data that is not a timetable. Carries every fault that it has. */
export class TimetableInvalidError extends TradewindError {
  readonly code = 'TIMETABLE_INVALID';
  readonly faults: readonly TimetableFault[];

  constructor(faults: readonly TimetableFault[]) {
    super(
      `The timetable is not valid: ${faults
        .map(({ field, expected, got }) => `expected ${field || 'the timetable'} to be ${expected}, got: ${got}`)
        .join('; ')}. Correct the schedule where the DAG declares it.`,
    );
    this.faults = faults;
  }
}

function sentenceOf({ field, position, allowed, found, remedy }: CronFault): string {
  const subject = field === null ? 'expected' : `the ${field} allows`;
  return `at character ${position}, ${subject} ${allowed}, got "${found}". ${remedy}`;
}
