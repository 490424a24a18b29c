/**
 * Checks of unknown data by a table of fields. A check collects sentences of the form "expected X to be Y, got: Z" and
 * never throws, so that all faults come out at once.
 */

/** Appends to `faults` what is wrong with `value`, which stands at `path`. */
export type Check = (value: unknown, path: string, faults: string[]) => void;

/** A check of one value, with the words for what it wants. */
export interface Leaf {
  readonly wants: string;
  readonly accepts: (value: unknown) => boolean;
}

export const TEXT: Leaf = { wants: 'a text', accepts: (value) => typeof value === 'string' };
export const BOOLEAN: Leaf = { wants: 'true or false', accepts: (value) => typeof value === 'boolean' };
export const OBJECT: Leaf = { wants: 'an object', accepts: isObject };

/** An instant exactly as `Date.prototype.toISOString` writes it. */
export const INSTANT: Leaf = {
  wants: 'an instant in UTC such as "2026-01-01T00:00:00.000Z"',
  accepts: (value) => {
    if (typeof value !== 'string') return false;
    const at = Date.parse(value);
    return !Number.isNaN(at) && new Date(at).toISOString() === value;
  },
};

export function wholeNumber(min: number): Leaf {
  const wants = min === Number.MIN_SAFE_INTEGER ? 'a whole number' : `a whole number ≥ ${min}`;
  return { wants, accepts: (value) => Number.isSafeInteger(value) && (value as number) >= min };
}

export function numberFrom(min: number): Leaf {
  return { wants: `a number ≥ ${min}`, accepts: (value) => Number.isFinite(value) && (value as number) >= min };
}

export const POSITIVE_NUMBER: Leaf = {
  wants: 'a number > 0',
  accepts: (value) => Number.isFinite(value) && (value as number) > 0,
};

export function oneOf(values: readonly unknown[]): Leaf {
  return {
    wants: values.map((value) => JSON.stringify(value)).join(' or '),
    accepts: (value) => values.includes(value),
  };
}

/** A list of distinct texts in the order of their UTF-16 code units. */
export const SORTED_TEXTS: Leaf = {
  wants: 'a sorted list of texts without duplicates',
  accepts: (value) =>
    Array.isArray(value) && value.every((text, i) => typeof text === 'string' && (i === 0 || value[i - 1] < text)),
};

export function orNull({ wants, accepts }: Leaf): Leaf {
  return { wants: `${wants} or null`, accepts: (value) => value === null || accepts(value) };
}

function check({ wants, accepts }: Leaf): Check {
  return (value, path, faults) => {
    if (!accepts(value)) faults.push(`expected ${path} to be ${wants}, got: ${shown(value)}`);
  };
}

export function listOf(member: Check): Check {
  return (value, path, faults) => {
    if (!Array.isArray(value)) faults.push(`expected ${path} to be a list, got: ${shown(value)}`);
    else for (const [index, it] of value.entries()) member(it, `${path}[${index}]`, faults);
  };
}

/** An object with these fields, all of them and no others. */
export function record<T>(fields: { readonly [Field in keyof T]-?: Check | Leaf }): Check {
  const checks = Object.entries(fields as { readonly [field: string]: Check | Leaf }).map(([field, it]) => {
    return [field, typeof it === 'function' ? it : check(it)] as const;
  });
  return (value, path, faults) => {
    if (!isObject(value)) {
      faults.push(`expected ${path || 'it'} to be an object, got: ${shown(value)}`);
      return;
    }
    for (const [field, checkField] of checks) checkField(value[field], joined(path, field), faults);
    for (const field of Object.keys(value)) {
      if (!Object.hasOwn(fields, field))
        faults.push(`expected ${joined(path, field)} to be absent, got: ${shown(value[field])}`);
    }
  };
}

export function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SHOWN_LENGTH = 60;

/** A value as a sentence shows it, in one short line. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function joined(path: string, field: string): string {
  return path === '' ? field : `${path}.${field}`;
}
