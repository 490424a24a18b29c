/** Instants as they travel in JSON and URLs. */

/** A date, or a date and a time; a blank or a `+` that a URL turned into one is taken as it was meant. */
const INSTANT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?( ?Z|[+\- ]\d\d:?\d\d|[+\- ]\d\d)?)?$/i;

/** From year 1 to year 9999 in UTC: what lies outside cannot be written in four digits. */
const [FIRST, LAST] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

export function isInstant(text: string): boolean {
  const at = parseInstant(text);
  return at >= FIRST && at <= LAST;
}

/** Milliseconds since the epoch; without a zone it is in UTC. NaN when it is none. */
export function parseInstant(text: string): number {
  const parts = INSTANT.exec(text);
  if (parts === null || !isDate(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return Number.NaN;
  const [, year, month, day, hour = '00', minute = '00'] = parts;
  const seconds = /:\d\d:(\d\d(?:\.\d{1,9})?)/.exec(text)?.[1] ?? '00';
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${seconds}${zoneOf(parts[7])}`);
}

/** Whether the month has that day, which `Date.parse` does not ask. */
function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function zoneOf(zone: string | undefined): string {
  if (zone === undefined || /^ ?z$/i.test(zone)) return 'Z';
  const [sign, digits] = [zone[0] === '-' ? '-' : '+', zone.slice(1).replace(':', '').padEnd(4, '0')];
  return `${sign}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

/** As it travels: ISO 8601 in UTC with microseconds where there are any. */
export function instantText(at: number): string;
export function instantText(at: number | null): string | null;
export function instantText(at: number | null): string | null {
  if (at === null) return null;
  const micros = Math.round((at - Math.floor(at)) * 1000);
  const text = new Date(Math.floor(at)).toISOString();
  return micros === 0 || micros === 1000 ? text : `${text.slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
}
