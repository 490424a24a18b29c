/** The one place that turns instants into words. Instants are milliseconds since the epoch. */

export type TimeStyle = 'time' | 'minute' | 'date' | 'clock';

const STYLES: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  time: { dateStyle: 'medium', timeStyle: 'medium' },
  minute: { dateStyle: 'medium', timeStyle: 'short' },
  date: { dateStyle: 'medium' },
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' },
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** In the zone, for people: `22 Nov 2026, 14:02:11`. */
export function formatTime(
  at: number,
  style: TimeStyle,
  { timeZone, language }: { readonly timeZone: string; readonly language: string },
): string {
  const key = `${style} ${timeZone} ${language}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { ...STYLES[style], timeZone });
    formats.set(key, format);
  }
  return format.format(at);
}

/** An instant of the API as milliseconds; null stays null. */
export function readInstant(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text);
}

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const;

/** A span by its two greatest units: `3 h 12 m`, `4.2 s`, `120 ms`. */
export function formatSpan(ms: number): string {
  const length = Math.abs(ms);
  if (length < 1000) return `${Math.round(length)} ms`;
  if (length < 60_000) return `${Math.round(length / 100) / 10} s`;
  const first = UNITS.findIndex(([size]) => length >= size);
  const [size, unit] = UNITS[first]!;
  const rest = UNITS[first + 1];
  const count = Math.floor(length / size);
  const remainder = rest === undefined ? 0 : Math.floor((length % size) / rest[0]);
  return remainder === 0 || rest === undefined ? `${count} ${unit}` : `${count} ${unit} ${remainder} ${rest[1]}`;
}
