import type { AnyParams } from '../context/task-context.ts';

/** A schema of any library that follows the Standard Schema convention: zod, valibot, ArkType and others. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a schema says about a value. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** A JSON Schema of an object, as plain data; TypeBox makes them. */
export interface ParamsJsonSchema {
  readonly type: 'object';
  readonly [keyword: string]: unknown;
}

/** How params are declared: a Standard Schema that can give a JSON Schema, or a JSON Schema. */
export type ParamsSchema = StandardSchema | ParamsJsonSchema;

/** The params that a task sees, by the schema that declares them. */
export type ParamsOf<Schema> = [Schema] extends [never]
  ? AnyParams
  : Schema extends StandardSchema<unknown, infer Output>
    ? Output
    : Schema extends { readonly static: infer Static }
      ? Static
      : AnyParams;

/** The params that a trigger gives: those with a default may be left out. */
export type ParamsInputOf<Schema> = [Schema] extends [never]
  ? AnyParams
  : Schema extends StandardSchema<infer Input, unknown>
    ? Input
    : Schema extends { readonly static: infer Static }
      ? Partial<Static>
      : AnyParams;

export function isStandardSchema(schema: unknown): schema is StandardSchema {
  const isObject = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
  return isObject && '~standard' in schema && typeof schema['~standard'] === 'object';
}
