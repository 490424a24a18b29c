import { isAbsolute, resolve } from 'node:path';
import type { ConfigOption } from './config-options.ts';
import { parseDuration } from './parse-duration.ts';

export type ParsedOption =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'fault'; readonly problem: string };

export interface OptionContext {
  /** The folder from which a relative path counts. */
  readonly folder: string;
  /** The value of `core.home`, for `{home}`; absent while `core.home` itself is read. */
  readonly home?: string;
}

/**
 * Reads one value of the configuration.
 *
 * Text is read as what the option's kind needs, since variables of the environment are always text. An empty text and
 * null mean "as if it were not given" where the option's default is null.
 */
export function parseOption(option: ConfigOption, given: unknown, context: OptionContext): ParsedOption {
  if (option.default === null && (given === null || given === '')) return { kind: 'value', value: null };
  switch (option.kind) {
    case 'text':
      return parseText(option, given);
    case 'path':
      return typeof given === 'string' && given !== '' ? value(resolvePath(given, context)) : fault('a path', given);
    case 'boolean':
      return parseBoolean(given);
    case 'duration': {
      const durationMs = parseDuration(given);
      if (durationMs !== null) return value(durationMs);
      return fault('a duration such as "30s", "1h30m" or a number of milliseconds', given);
    }
    case 'choice':
      if (typeof given === 'string' && option.choices.includes(given)) return value(given);
      return fault(`one of ${option.choices.join(', ')}`, given);
    case 'integer':
      return parseInteger(option, given);
  }
}

function value(parsed: string | number | boolean): ParsedOption {
  return { kind: 'value', value: parsed };
}

function fault(expected: string, given: unknown): ParsedOption {
  return { kind: 'fault', problem: `expected ${expected}, got: ${describe(given)}` };
}

function describe(given: unknown): string {
  if (typeof given === 'string') return JSON.stringify(given);
  if (typeof given === 'number' || typeof given === 'boolean' || given === null || given === undefined)
    return String(given);
  return Array.isArray(given) ? 'a list' : `a value of type ${typeof given}`;
}

function parseText({ form }: Extract<ConfigOption, { kind: 'text' }>, given: unknown): ParsedOption {
  if (typeof given !== 'string' || given === '') return fault(form?.expected ?? 'text', given);
  return form === undefined || new RegExp(form.pattern).test(given) ? value(given) : fault(form.expected, given);
}

function resolvePath(given: string, { folder, home }: OptionContext): string {
  const path = home === undefined ? given : given.replace('{home}', home);
  return isAbsolute(path) ? path : resolve(folder, path);
}

const TRUE = new Set<unknown>([true, 'true', '1', 'yes', 'on']);
const FALSE = new Set<unknown>([false, 'false', '0', 'no', 'off']);

function parseBoolean(given: unknown): ParsedOption {
  const word = typeof given === 'string' ? given.toLowerCase() : given;
  if (TRUE.has(word)) return value(true);
  if (FALSE.has(word)) return value(false);
  return fault('true or false', given);
}

function parseInteger({ min, max }: Extract<ConfigOption, { kind: 'integer' }>, given: unknown): ParsedOption {
  const number = typeof given === 'string' && /^-?\d+$/.test(given.trim()) ? Number(given) : given;
  const isInRange =
    Number.isSafeInteger(number) && (number as number) >= min && (number as number) <= (max ?? Infinity);
  if (isInRange) return value(number as number);
  return fault(max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`, given);
}
