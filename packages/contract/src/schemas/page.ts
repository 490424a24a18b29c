/** Pages of a list, by offset as in Airflow, or by cursor, which is as quick at the end of a list as at its start. */
import {
  type Static,
  type TArray,
  type TOptional,
  type TSchema,
  type TString,
  type TUnsafe,
  Type,
} from '@sinclair/typebox';
import { Instant, Nullable } from './values.ts';

/** Rows of a page when the caller does not say. */
export const DEFAULT_LIMIT = 50;
/** A greater limit is lowered to this, as Airflow does. */
export const MAX_LIMIT = 100;

export const PageQuery = {
  /** How many at most; lowered to 100. */
  limit: Type.Optional(
    Type.Integer({ minimum: 0, default: DEFAULT_LIMIT, description: 'How many at most; at most 100.' }),
  ),
  offset: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 2_147_483_647,
      default: 0,
      description: 'How many to leave out before the first.',
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: '`next_cursor` or `previous_cursor` of another page, in place of `offset`. Empty: the first page.',
    }),
  ),
} as const;

/** `order_by`: names of attributes, each with `-` before it for descending. */
export function orderBy(attributes: readonly string[], fallback: string): TOptional<TArray<TString>> {
  return Type.Optional(
    Type.Array(Type.String({ maxLength: 100 }), {
      default: [fallback],
      description: `One of ${attributes.map((one) => `\`${one}\``).join(', ')}; a \`-\` before it turns the order around.`,
    }),
  );
}

type RangeName<Name extends string> = `${Name}_gte` | `${Name}_gt` | `${Name}_lte` | `${Name}_lt`;

/** `start_date_gte`, `start_date_gt`, `start_date_lte`, `start_date_lt`. */
export function instantRange<const Name extends string>(
  name: Name,
): { readonly [Key in RangeName<Name>]: TOptional<TUnsafe<string>> } {
  return rangeOf(name, () => Type.Optional(Instant()));
}

/** The same for numbers. */
export function numberRange<const Name extends string>(
  name: Name,
): { readonly [Key in RangeName<Name>]: TOptional<TUnsafe<number>> } {
  return rangeOf(name, () => Type.Optional(Type.Unsafe<number>(Type.Number())));
}

function rangeOf<const Name extends string, Schema>(
  name: Name,
  make: () => Schema,
): { readonly [Key in RangeName<Name>]: Schema } {
  return Object.fromEntries(['gte', 'gt', 'lte', 'lt'].map((end) => [`${name}_${end}`, make()])) as never;
}

/** A part of the text, upper or lower case, where `%` and `_` stand for anything and one letter; `|` separates choices. */
export const Pattern: TOptional<TString> = Type.Optional(Type.String({ maxLength: 1000 }));

/** What every page says beside its entities. */
export interface PageFields {
  readonly total_entries: number;
  readonly total_is_estimate?: boolean;
  readonly next_cursor?: string | null;
  readonly previous_cursor?: string | null;
}

export type CollectionOf<Name extends string, Entity> = { readonly [Key in Name]: readonly Entity[] } & PageFields;

/** A page: the entities under their plural name, and how many there are in all. */
export function Collection<const Name extends string, Entity extends TSchema>(
  name: Name,
  entity: Entity,
): TUnsafe<CollectionOf<Name, Static<Entity>>> {
  return Type.Unsafe<CollectionOf<Name, Static<Entity>>>(Type.Object({ [name]: Type.Array(entity), ...PAGE_FIELDS }));
}

const PAGE_FIELDS = {
  total_entries: Type.Integer({ description: 'How many there are in all pages.' }),
  total_is_estimate: Type.Optional(
    Type.Boolean({ description: 'True: there are too many to count; the total is about right.' }),
  ),
  next_cursor: Type.Optional(Nullable(Type.String())),
  previous_cursor: Type.Optional(Nullable(Type.String())),
};
