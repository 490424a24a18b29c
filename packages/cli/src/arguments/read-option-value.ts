import type { JsonObject } from '@tradewind/model';
import type { OptionSpec } from './option-spec.ts';

export type ReadValue =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly expected: string };

/** Reads the text of an option as what the option is. */
export function readOptionValue(spec: Exclude<OptionSpec, { kind: 'flag' }>, text: string): ReadValue {
  switch (spec.kind) {
    case 'text':
      return value(text);
    case 'integer':
      if (/^-?\d+$/.test(text) && Number(text) >= (spec.min ?? -Infinity)) return value(Number(text));
      return fault(spec.min === undefined ? 'a whole number' : `a whole number of at least ${spec.min}`);
    case 'json':
      return readObject(text);
    case 'instant': {
      const at = parseInstant(text);
      return at === null ? fault('a date or an instant such as 2026-03-01 or 2026-03-01T06:00:00Z') : value(at);
    }
    case 'duration': {
      const durationMs = parseDuration(text);
      return durationMs === null ? fault('a number with a unit, such as 30d, 12h, 5m or 10s') : value(durationMs);
    }
    case 'choice':
      return spec.choices.includes(text) ? value(text) : fault(`one of ${spec.choices.join(', ')}`);
  }
}

/** What stands for the value in the help. */
export function valueNameOf(spec: Exclude<OptionSpec, { kind: 'flag' }>): string {
  if (spec.kind === 'text' || spec.kind === 'integer') return spec.valueName;
  return spec.kind === 'choice' ? spec.choices.join('|') : spec.kind;
}

/** ISO 8601; without a zone it is UTC, and a date is its midnight. Null when it is neither. */
function parseInstant(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  if (parts === null) return null;
  const [, date, time = '00:00', zone = 'Z'] = parts;
  const at = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(at)) return null;
  // Date.parse takes 2026-02-30 for the second of March.
  return Number(date!.slice(8)) === new Date(Date.parse(`${date}T00:00Z`)).getUTCDate() ? at : null;
}

const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

function parseDuration(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text);
  return parts === null ? null : Number(parts[1]) * UNITS_MS[parts[2] as keyof typeof UNITS_MS];
}

function readObject(text: string): ReadValue {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return value(parsed as JsonObject);
  } catch {
    // Said below, together with JSON that is no object.
  }
  return fault(`a JSON object such as '{"region": "eu"}'`);
}

function value(given: unknown): ReadValue {
  return { kind: 'value', value: given };
}

function fault(expected: string): ReadValue {
  return { kind: 'fault', expected };
}
