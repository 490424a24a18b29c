/** The formats of a JSON Schema that restrict a text. Other formats say how to show a value, and restrict nothing. */
const FORMATS: {
  readonly [format: string]: { readonly expected: string; readonly accepts: (text: string) => boolean };
} = {
  date: { expected: 'a date such as 2026-01-31', accepts: isDate },
  time: {
    expected: 'a time such as 06:30:00',
    accepts: (text) => /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i.test(text),
  },
  'date-time': { expected: 'an instant such as 2026-01-31T06:30:00Z', accepts: isDateTime },
  duration: {
    expected: 'a duration such as P1DT2H',
    accepts: (text) => /^P(?!$)(\d+W|(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/.test(text),
  },
  email: { expected: 'an e-mail address', accepts: (text) => /^[^\s@]+@[^\s@]+$/.test(text) },
  uri: { expected: 'a URI such as https://example.org/x', accepts: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text) },
  uuid: { expected: 'a UUID', accepts: (text) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) },
  regex: { expected: 'a regular expression', accepts: isRegex },
};

/** What was expected instead of `text`, or null when it has the format, or the format restricts nothing. */
export function faultOfFormat(format: string, text: string): string | null {
  const known = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  return known === undefined || known.accepts(text) ? null : known.expected;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const match = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(text);
  return match?.[1] !== undefined && isDate(match[1]);
}

function isRegex(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
