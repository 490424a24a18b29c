/** Timetables in the words of Airflow's API. */
import { describeDuration, type SerializedTimetable } from '@tradewind/model';

/** In short: the cron expression, `@once`, `None`, … */
export function summarizeTimetable(timetable: SerializedTimetable): string {
  switch (timetable.kind) {
    case 'null':
      return 'None';
    case 'once':
    case 'continuous':
      return `@${timetable.kind}`;
    case 'cron':
    case 'cronInterval':
      return timetable.expression;
    case 'multipleCron':
      return timetable.expressions.join(', ');
    case 'every':
    case 'everyInterval':
      return describeDuration(timetable.periodMs);
    case 'dates':
      return `${timetable.datesAt.length} dates`;
  }
}

/** The time zone that it counts in. */
export function timeZoneOf(timetable: SerializedTimetable): string {
  return 'timeZone' in timetable ? timetable.timeZone : 'UTC';
}

const AIRFLOW_CLASSES: Readonly<Record<string, SerializedTimetable['kind']>> = {
  NullTimetable: 'null',
  OnceTimetable: 'once',
  ContinuousTimetable: 'continuous',
  CronTriggerTimetable: 'cron',
  CronDataIntervalTimetable: 'cronInterval',
  DeltaTriggerTimetable: 'every',
  DeltaDataIntervalTimetable: 'everyInterval',
  EventsTimetable: 'dates',
  MultipleCronTriggerTimetable: 'multipleCron',
};

/** The kind that is meant by its name, or by Airflow's class with or without the module; else the text itself. */
export function timetableKindOf(text: string): SerializedTimetable['kind'] {
  const name = text.slice(text.lastIndexOf('.') + 1);
  return AIRFLOW_CLASSES[name] ?? (text as SerializedTimetable['kind']);
}
