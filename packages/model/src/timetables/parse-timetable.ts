/** Reads a timetable from data of unknown origin, such as a stored DAG. */
import { canonicalCron } from './cron-expression.ts';
import { CronInvalidError, type TimetableFault, TimetableInvalidError, TimeZoneUnknownError } from './errors.ts';
import {
  CONTINUOUS_TIMETABLE,
  cronIntervalTimetable,
  cronTimetable,
  DURATION,
  datesTimetable,
  everyIntervalTimetable,
  everyTimetable,
  INSTANT,
  isDuration,
  isInstant,
  isPeriod,
  isRunImmediately,
  multipleCronTimetable,
  NULL_TIMETABLE,
  ONCE_TIMETABLE,
  PERIOD,
  RUN_IMMEDIATELY,
} from './make-timetable.ts';
import { canonicalTimeZone } from './time-zone.ts';
import { type RunImmediately, type SerializedTimetable, TIMETABLE_KINDS } from './timetable.ts';

/**
 * The timetable that `json` is, in canonical form. Fields that have a default may be left out.
 *
 * @throws {TimetableInvalidError} with every fault, if it is none: a field that is wrong, missing or unknown.
 */
export function parseTimetable(json: unknown): SerializedTimetable {
  const fields = new Fields(json);
  const timetable = readTimetable(fields);
  fields.reportUnread();
  if (timetable === null || fields.faults.length > 0) throw new TimetableInvalidError(fields.faults);
  return timetable();
}

/** Reads the fields of a kind, and says how to make the timetable once all of them are known to be right. */
function readTimetable(fields: Fields): (() => SerializedTimetable) | null {
  const kind = fields.kind();
  switch (kind) {
    case null:
      return null;
    case 'null':
      return () => NULL_TIMETABLE;
    case 'once':
      return () => ONCE_TIMETABLE;
    case 'continuous':
      return () => CONTINUOUS_TIMETABLE;
    case 'cron': {
      const expression = fields.expression();
      const options = tickOptions(fields);
      return () => cronTimetable({ expression, ...options });
    }
    case 'cronInterval': {
      const expression = fields.expression();
      const timeZone = fields.timeZone();
      return () => cronIntervalTimetable({ expression, timeZone });
    }
    case 'multipleCron': {
      const expressions = fields.expressions();
      const options = tickOptions(fields);
      return () => multipleCronTimetable({ expressions, ...options });
    }
    case 'every': {
      const periodMs = fields.read('periodMs', PERIOD, isPeriod, 1);
      const intervalMs = fields.readOptional('intervalMs', DURATION, isDuration, 0);
      return () => everyTimetable({ periodMs, intervalMs });
    }
    case 'everyInterval': {
      const periodMs = fields.read('periodMs', PERIOD, isPeriod, 1);
      return () => everyIntervalTimetable({ periodMs });
    }
    case 'dates': {
      const datesAt = fields.list('datesAt', INSTANT, isInstant, 0);
      const restrictToDates = fields.readOptional('restrictToDates', 'true or false', isBoolean, false);
      return () => datesTimetable({ datesAt, restrictToDates });
    }
  }
}

function tickOptions(fields: Fields): { timeZone: string; intervalMs: number; runImmediately: RunImmediately } {
  return {
    timeZone: fields.timeZone(),
    intervalMs: fields.readOptional('intervalMs', DURATION, isDuration, 0),
    runImmediately: fields.readOptional('runImmediately', RUN_IMMEDIATELY, isRunImmediately, false),
  };
}

/** The fields of an object, each read at most once. What is wrong with one is gathered in `faults`. */
class Fields {
  readonly faults: TimetableFault[] = [];
  private readonly unread: Map<string, unknown>;

  constructor(json: unknown) {
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    this.unread = new Map(isObject ? Object.entries(json) : []);
    if (!isObject) this.fault('', 'an object with a "kind"', json);
  }

  kind(): SerializedTimetable['kind'] | null {
    if (this.faults.length > 0) return null;
    const kind = this.read('kind', `one of ${TIMETABLE_KINDS.join(', ')}`, isKind, null);
    if (kind === null) this.unread.clear();
    return kind;
  }

  expression(): string {
    const expression = this.read('expression', 'a cron expression', isString, '@daily');
    this.check('expression', 'a cron expression', expression, canonicalCron);
    return expression;
  }

  expressions(): readonly string[] {
    const expressions = this.list('expressions', 'a cron expression', isString, '@daily');
    for (const [index, expression] of expressions.entries()) {
      this.check(`expressions[${index}]`, 'a cron expression', expression, canonicalCron);
    }
    return expressions;
  }

  timeZone(): string {
    const timeZone = this.readOptional('timeZone', 'the name of a time zone', isString, 'UTC');
    this.check('timeZone', 'the name of a time zone', timeZone, canonicalTimeZone);
    return timeZone;
  }

  /** The items of a list; for one that is wrong, a fault, and `instead`. */
  list<T>(field: string, expected: string, is: (value: unknown) => value is T, instead: T): readonly T[] {
    const items = this.read(field, `a list of at least one item, each ${expected}`, isFilledList, NO_ITEMS);
    return items.map((item, index) => {
      if (is(item)) return item;
      this.fault(`${field}[${index}]`, expected, item);
      return instead;
    });
  }

  /** The value of a field; when it is missing or wrong, a fault, and `instead`. */
  read<T, F>(field: string, expected: string, is: (value: unknown) => value is T, instead: F): T | F {
    const value = this.unread.get(field);
    this.unread.delete(field);
    if (is(value)) return value;
    this.fault(field, expected, value);
    return instead;
  }

  /** The value of a field that may be missing. */
  readOptional<T>(field: string, expected: string, is: (value: unknown) => value is T, byDefault: T): T {
    return this.unread.get(field) === undefined ? byDefault : this.read(field, expected, is, byDefault);
  }

  reportUnread(): void {
    for (const [field, value] of this.unread) {
      if (value !== undefined) this.fault(field, 'left out, since it has no meaning for this kind', value);
    }
  }

  private check(field: string, expected: string, value: string, read: (value: string) => unknown): void {
    try {
      read(value);
    } catch (error) {
      if (!(error instanceof CronInvalidError || error instanceof TimeZoneUnknownError)) throw error;
      this.fault(field, `${expected} (${error.message.replace(/\.$/, '')})`, value);
    }
  }

  private fault(field: string, expected: string, value: unknown): void {
    this.faults.push({ field, expected, got: value === undefined ? 'nothing' : JSON.stringify(value) });
  }
}

const NO_ITEMS: readonly unknown[] = [];

function isKind(value: unknown): value is SerializedTimetable['kind'] {
  return TIMETABLE_KINDS.some((kind) => kind === value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isFilledList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}
