import type { JsonObject } from '@tradewind/model';
import { ParamsSchemaInvalidError } from '../errors.ts';
import { isPlainObject } from '../wiring/is-plain-object.ts';
import { isStandardSchema, type ParamsSchema } from './params-schema.ts';

const TARGET = 'draft-2020-12';

type Convert = () => unknown;

/**
 * The JSON Schema of what a trigger gives, as plain JSON.
 *
 * Libraries offer it in three ways: the Standard JSON Schema convention, zod's `toJSONSchema()`, ArkType's
 * `toJsonSchema()`.
 *
 * @throws {ParamsSchemaInvalidError} when the schema offers none, or one that is not of an object.
 */
export function jsonSchemaOf(owner: string, schema: ParamsSchema): JsonObject {
  const converted = isStandardSchema(schema) ? convert(owner, converterOf(owner, schema)) : schema;
  const json = plainJsonOf(owner, converted);
  if (json['type'] !== 'object') {
    throw new ParamsSchemaInvalidError(
      owner,
      `expected a schema of an object, got one of ${JSON.stringify(json['type'] ?? null)}`,
    );
  }
  return json;
}

function converterOf(owner: string, schema: unknown): Convert {
  const {
    '~standard': standard,
    toJSONSchema,
    toJsonSchema,
  } = schema as {
    readonly '~standard': { readonly jsonSchema?: { readonly input?: (options: { target: string }) => unknown } };
    readonly toJSONSchema?: (options: { io: string; target: string }) => unknown;
    readonly toJsonSchema?: () => unknown;
  };
  const input = standard.jsonSchema?.input;
  if (typeof input === 'function') return () => input({ target: TARGET });
  if (typeof toJSONSchema === 'function') return () => toJSONSchema.call(schema, { io: 'input', target: TARGET });
  if (typeof toJsonSchema === 'function') return () => toJsonSchema.call(schema);
  throw new ParamsSchemaInvalidError(owner, 'it cannot give a JSON Schema');
}

function convert(owner: string, converter: Convert): unknown {
  try {
    return converter();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ParamsSchemaInvalidError(owner, `its library refused to give a JSON Schema (${reason})`, { cause });
  }
}

/** Drops what is not JSON, such as the symbols that TypeBox leaves, and the name of the dialect. */
function plainJsonOf(owner: string, value: unknown): JsonObject {
  const json: unknown = typeof value === 'object' && value !== null ? JSON.parse(JSON.stringify(value)) : null;
  if (!isPlainObject(json)) throw new ParamsSchemaInvalidError(owner, 'it is not an object');
  const { $schema: _, ...schema } = json;
  return schema as JsonObject;
}
