/** The small values that the schemas of all resources are made of. */
import {
  type SchemaOptions,
  type Static,
  type TObject,
  type TProperties,
  type TSchema,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';

/** An instant as ISO 8601 text, such as `2026-01-01T00:00:00Z`. Without a zone it is in UTC; a date is its midnight. */
export const Instant = (options: SchemaOptions = {}): TUnsafe<string> =>
  Type.Unsafe<string>(Type.String({ ...options, format: 'date-time' }));

/** The value, or null. */
export function Nullable<Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> {
  const {
    type,
    enum: values,
    ...rest
  } = schema as TSchema & { readonly type?: unknown; readonly enum?: readonly unknown[] };
  if (typeof type !== 'string' || type === 'object' || type === 'array')
    return Type.Unsafe(Type.Union([schema, Type.Null()]));
  return Type.Unsafe({ ...rest, type: [type, 'null'], ...(values === undefined ? {} : { enum: [...values, null] }) });
}

/** One of these texts. */
export function OneOf<const Values extends readonly string[]>(
  values: Values,
  options: SchemaOptions = {},
): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ ...options, type: 'string', enum: [...values] });
}

/** An object that refuses what it does not name. */
export function Closed<Properties extends TProperties>(
  properties: Properties,
  options: SchemaOptions = {},
): TObject<Properties> {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** Any JSON object. */
export const JsonObjectSchema: TUnsafe<Record<string, unknown>> = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
});

/** Any JSON. */
export const AnyJson: TUnsafe<unknown> = Type.Unsafe<unknown>({});

/** What the caller may do with an entity: `{ edit: true, delete: false }`. Buttons are right before they are pressed. */
export const Can: TUnsafe<Record<string, boolean>> = Type.Unsafe<Record<string, boolean>>({
  type: 'object',
  additionalProperties: { type: 'boolean' },
});

/** The query of a changing route without other parameters. */
export const DryRunQuery = Type.Object({
  dry_run: Type.Optional(
    Type.Boolean({ default: false, description: 'True: nothing is changed, and the answer says what would be.' }),
  ),
});

/** The fields of the body that are meant; left out, all that are there. */
export const UpdateMask = Type.Optional(Type.Array(Type.String({ maxLength: 100 })));
