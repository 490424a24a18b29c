import type { SerializedTimetable } from '@tradewind/model';
import { StartDateInvalidError } from '../errors.ts';
import type { DateInput } from '../options/date-input.ts';
import { readInstant } from '../options/read-instant.ts';

/** A date option of a DAG or task as ISO 8601 in UTC; null when it is left out. */
export function resolveDate(
  option: string,
  input: DateInput | null | undefined,
  timetable: SerializedTimetable,
): string | null {
  if (input === undefined || input === null) return null;
  const result = readInstant(input, 'timeZone' in timetable ? timetable.timeZone : null);
  if ('fault' in result) throw new StartDateInvalidError(option, result.fault);
  return new Date(result.at).toISOString();
}
