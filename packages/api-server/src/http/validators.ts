/**
 * Checks of what comes in, compiled when a route is used for the first time, so that the start is quick.
 *
 * Every fault is told at once where that is cheap. What is large, or comes from nobody known, is refused at its first fault:
 * else a body with a fault in each of a million fields would be worth a million objects.
 */
import type { TSchema } from '@sinclair/typebox';
import type { FieldProblemShape } from '@tradewind/contract';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { HttpProblem } from './http-problem.ts';
import { isInstant } from './instant.ts';
import { teachStorable, withStorableTexts } from './storable-text.ts';
import { isWithin } from './value-size.ts';

/** The parts of a request that are checked. */
export type RequestPart = 'path' | 'query' | 'body';

/** Checks `value` and fills in defaults. @throws {HttpProblem} 422 with its faults. */
export type Check = (value: unknown) => unknown;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const formats = { 'date-time': isInstant, uuid: UUID, password: true } as const;

/** Faults that one answer tells at most. */
const MOST_TOLD = 100;
/** What is larger is refused at its first fault. */
const SEARCHED = { parts: 2000, letters: 256 * 1024 };
/** What is larger is not said again in the answer. */
const REPEATED = { parts: 200, letters: 4096 };
const LONGEST_NAME = 300;

/** Texts of a URL are read as the numbers, booleans and lists that the schema asks for. */
const ofUrl = { coerceTypes: 'array', useDefaults: true, strict: false, verbose: true, formats } as const;
const ofJson = { discriminator: true, useDefaults: true, strict: false, verbose: true, formats } as const;
const fromText = { all: new Ajv({ ...ofUrl, allErrors: true }), first: new Ajv(ofUrl) };
const fromJson = { all: new Ajv({ ...ofJson, allErrors: true }), first: new Ajv(ofJson) };

for (const { all, first } of [fromText, fromJson]) for (const ajv of [all, first]) teachStorable(ajv);

export interface CheckOptions {
  /** False: refuses at the first fault. @default true */
  readonly tellsAll?: boolean;
}

export function checkOf(part: RequestPart, schema: TSchema, { tellsAll = true }: CheckOptions = {}): Check {
  const compiled: { all?: ValidateFunction; first?: ValidateFunction } = {};
  return (value) => {
    const faults = tellsAll && isWithin(value, SEARCHED) ? 'all' : 'first';
    compiled[faults] ??= (part === 'body' ? fromJson : fromText)[faults].compile(withStorableTexts(schema));
    const validate = compiled[faults];
    if (validate(value)) return value;
    throw new HttpProblem(422, problemsOf(part, validate.errors ?? []));
  };
}

/** Why an answer does not fit its schema; null when it does. */
export function misfitOf(schema: TSchema): (answer: unknown) => string | null {
  const validate = fromJson.all.compile(schema);
  return (answer) => (validate(answer) ? null : fromJson.all.errorsText(validate.errors));
}

const AN_INSTANT = '2026-01-31T12:00:00Z, of the years 1 to 9999';

function problemsOf(part: RequestPart, errors: readonly ErrorObject[]): readonly FieldProblemShape[] {
  const isSaid = (one: ErrorObject): boolean => !['anyOf', 'oneOf', 'if'].includes(one.keyword);
  const said = errors.filter(isSaid);
  const faults = said.length > 0 ? said : errors;
  if (faults.length <= MOST_TOLD) return faults.map((error) => problemOf(part, error));
  const told = faults.slice(0, MOST_TOLD - 1).map((error) => problemOf(part, error));
  const msg = `${faults.length - told.length} more faults are not told. Mend these first, then send it again.`;
  return [...told, { type: 'too_many_problems', loc: [part], msg, input: null }];
}

function problemOf(
  part: RequestPart,
  { keyword, instancePath, params, message, data: given }: ErrorObject,
): FieldProblemShape {
  const { missingProperty, additionalProperty, allowedValues, tag, tagValue } = params as Readonly<
    Record<string, unknown>
  >;
  const path = instancePath.split('/').slice(1).map(readPointer);
  const field = missingProperty ?? additionalProperty;
  const loc = [part, ...path, ...(typeof field === 'string' ? [field] : [])].map(shorten);
  const data = isWithin(given, REPEATED) ? given : null;
  if (keyword === 'required') return { type: 'missing', loc, msg: 'Field required', input: data };
  if (keyword === 'additionalProperties')
    return { type: 'extra_forbidden', loc, msg: 'Extra inputs are not permitted', input: null };
  if (keyword === 'enum')
    return { type: 'enum', loc, msg: `Input should be one of ${sayValues(allowedValues)}`, input: data };
  if (keyword === 'format' && params['format'] === 'date-time')
    return { type: keyword, loc, msg: `Input should be an instant such as ${AN_INSTANT}`, input: data };
  if (keyword === 'discriminator')
    return {
      type: 'union_tag_invalid',
      loc: [...loc, String(tag)],
      msg: 'Input does not name a kind that exists',
      input: isWithin(tagValue, REPEATED) ? (tagValue ?? null) : null,
    };
  return { type: keyword, loc, msg: `Input ${message ?? 'is wrong'}`, input: data };
}

function shorten(step: string | number): string | number {
  return typeof step === 'string' && step.length > LONGEST_NAME ? `${step.slice(0, LONGEST_NAME)}…` : step;
}

function readPointer(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function sayValues(values: unknown): string {
  return (values as readonly unknown[])
    .filter((one) => one !== null)
    .map((one) => `'${String(one)}'`)
    .join(', ');
}
