/**
 * The params of a DAG or task, once their schema was read.
 *
 * The JSON Schema draws the form and checks a trigger; the schema itself checks the values again where the task runs, and
 * may turn them into something else there, such as a text into a `Date`.
 */
import { faultsOfJson, type JsonObject, withDefaults } from '@tradewind/model';
import { OptionInvalidError, type ParamFault, ParamsInvalidError } from '../errors.ts';
import { isPlainObject } from '../wiring/is-plain-object.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { isStandardSchema, type ParamsSchema, type StandardIssue, type StandardSchema } from './params-schema.ts';

export interface DeclaredParams {
  readonly jsonSchema: JsonObject;
  /** The params that have no default, so that every trigger must give them. */
  readonly required: readonly string[];
  /** The names of all params. */
  readonly names: readonly string[];
  /**
   * The params of a run that was triggered with `conf`: checked, with defaults filled in.
   *
   * @throws {ParamsInvalidError} with every fault.
   */
  resolve(conf: JsonObject): Promise<unknown>;
}

/** @throws {ParamsSchemaInvalidError} when the schema cannot be used. */
export function declareParams(owner: string, schema: ParamsSchema): DeclaredParams {
  const jsonSchema = jsonSchemaOf(owner, schema);
  const required = jsonSchema['required'];
  return {
    jsonSchema,
    required: Array.isArray(required) ? required.map(String) : [],
    names: Object.keys(jsonSchema['properties'] ?? {}),
    resolve: isStandardSchema(schema) ? standardResolver(owner, schema) : jsonResolver(owner, jsonSchema),
  };
}

function standardResolver(owner: string, schema: StandardSchema): DeclaredParams['resolve'] {
  return async (conf) => {
    const result = await schema['~standard'].validate(conf);
    if (result.issues === undefined) return result.value;
    throw new ParamsInvalidError(owner, result.issues.map(faultOfIssue));
  };
}

function faultOfIssue({ path = [], message }: StandardIssue): ParamFault {
  const keys = path.map((segment) => (typeof segment === 'object' ? segment.key : segment));
  const field = keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
  return { field, message };
}

/** A default that breaks its own schema would fail every run, so it is refused where it is declared. */
function jsonResolver(owner: string, jsonSchema: JsonObject): DeclaredParams['resolve'] {
  checkDefaults(owner, jsonSchema);
  return async (conf) => {
    const params = withDefaults(jsonSchema, conf);
    const faults = faultsOfJson(jsonSchema, params);
    if (faults.length === 0) return params;
    throw new ParamsInvalidError(
      owner,
      faults.map(({ path, message }) => ({ field: path, message })),
    );
  };
}

function checkDefaults(owner: string, jsonSchema: JsonObject): void {
  const defaults = withDefaults(jsonSchema, {});
  const { required: _, ...schema } = jsonSchema;
  const faults = faultsOfJson(schema, defaults);
  if (faults.length === 0) return;
  throw new OptionInvalidError(
    owner,
    faults.map(({ path, message }) => `the default of params.${path}: ${message}`),
  );
}

/** Whether something looks like a schema at all; says what is wrong if not. */
export function faultOfParamsOption(value: unknown): string | null {
  return isStandardSchema(value) || isPlainObject(value) ? null : 'a schema of an object';
}
