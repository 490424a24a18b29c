/** Checks of what comes in, compiled when a route is used for the first time, so that the start is quick. */
import type { TSchema } from '@sinclair/typebox';
import type { FieldProblemShape } from '@tradewind/contract';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { HttpProblem } from './http-problem.ts';
import { isInstant } from './instant.ts';
import { teachStorable, withStorableTexts } from './storable-text.ts';

/** The parts of a request that are checked. */
export type RequestPart = 'path' | 'query' | 'body';

/** Checks `value` and fills in defaults. @throws {HttpProblem} 422 with every fault. */
export type Check = (value: unknown) => unknown;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const formats = { 'date-time': isInstant, uuid: UUID, password: true } as const;

/** Texts of a URL are read as the numbers, booleans and lists that the schema asks for. */
const fromText = new Ajv({
  allErrors: true,
  coerceTypes: 'array',
  useDefaults: true,
  strict: false,
  verbose: true,
  formats,
});
const fromJson = new Ajv({
  allErrors: true,
  useDefaults: true,
  discriminator: true,
  strict: false,
  verbose: true,
  formats,
});

for (const ajv of [fromText, fromJson]) teachStorable(ajv);

export function checkOf(part: RequestPart, schema: TSchema): Check {
  let validate: ValidateFunction | undefined;
  return (value) => {
    validate ??= (part === 'body' ? fromJson : fromText).compile(withStorableTexts(schema));
    const holder = { value };
    if (validate(holder.value)) return holder.value;
    throw new HttpProblem(422, problemsOf(part, validate.errors ?? []));
  };
}

/** Why an answer does not fit its schema; null when it does. */
export function misfitOf(schema: TSchema): (answer: unknown) => string | null {
  const validate = fromJson.compile(schema);
  return (answer) => (validate(answer) ? null : fromJson.errorsText(validate.errors));
}

const AN_INSTANT = '2026-01-31T12:00:00Z, of the years 1 to 9999';

function problemsOf(part: RequestPart, errors: readonly ErrorObject[]): readonly FieldProblemShape[] {
  const isSaid = (one: ErrorObject): boolean => !['anyOf', 'oneOf', 'if'].includes(one.keyword);
  const said = errors.filter(isSaid);
  return (said.length > 0 ? said : errors).map((error) => problemOf(part, error));
}

function problemOf(
  part: RequestPart,
  { keyword, instancePath, params, message, data }: ErrorObject,
): FieldProblemShape {
  const { missingProperty, additionalProperty, allowedValues, tag, tagValue } = params as Readonly<
    Record<string, unknown>
  >;
  const path = instancePath.split('/').slice(1).map(readPointer);
  const field = missingProperty ?? additionalProperty;
  const loc = [part, ...path, ...(typeof field === 'string' ? [field] : [])];
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
      input: tagValue ?? null,
    };
  return { type: keyword, loc, msg: `Input ${message ?? 'is wrong'}`, input: data };
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
