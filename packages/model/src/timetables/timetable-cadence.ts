import type { Cadence } from './cadence.ts';
import { cronCadence } from './cron-cadence.ts';
import { parseCron } from './cron-expression.ts';
import { deltaCadence } from './delta-cadence.ts';
import { timeZoneOf } from './time-zone.ts';
import type { IntervalTimetable, TriggerTimetable } from './timetable.ts';
import { unionCadence } from './union-cadence.ts';

const cadences = new WeakMap<TriggerTimetable | IntervalTimetable, Cadence>();

/**
 * The beats of a timetable. They are worked out once per timetable object, so keep the object to be fast.
 *
 * @throws {CronInvalidError | TimeZoneUnknownError} if the timetable was not made by this package.
 */
export function cadenceOf(timetable: TriggerTimetable | IntervalTimetable): Cadence {
  let cadence = cadences.get(timetable);
  if (cadence === undefined) {
    cadence = createCadence(timetable);
    cadences.set(timetable, cadence);
  }
  return cadence;
}

function createCadence(timetable: TriggerTimetable | IntervalTimetable): Cadence {
  switch (timetable.kind) {
    case 'cron':
    case 'cronInterval':
      return cronCadence(parseCron(timetable.expression), timeZoneOf(timetable.timeZone));
    case 'every':
    case 'everyInterval':
      return deltaCadence(timetable.periodMs);
    case 'multipleCron': {
      const zone = timeZoneOf(timetable.timeZone);
      return unionCadence(timetable.expressions.map((expression) => cronCadence(parseCron(expression), zone)));
    }
  }
}
