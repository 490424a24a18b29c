/** Many entities in one request: `{"actions":[{"action":"create","entities":[…]}]}`. */
import { type Static, type TObject, type TSchema, type TUnsafe, Type } from '@sinclair/typebox';
import { Closed, Nullable, OneOf, UpdateMask } from './values.ts';

export const BULK_ACTIONS = ['create', 'update', 'delete'] as const;
export type BulkActionName = (typeof BULK_ACTIONS)[number];

/** What becomes of an entity that is to be created and exists already. */
export const ON_EXISTENCE = ['fail', 'skip', 'overwrite'] as const;
/** What becomes of one that is to be changed or deleted and does not exist. */
export const ON_NON_EXISTENCE = ['fail', 'skip'] as const;

/** The most entities of one action. */
const MOST_ENTITIES = 10_000;
/** The most actions of one request. */
const MOST_ACTIONS = 100;

const actionOnNonExistence = Type.Optional(OneOf(ON_NON_EXISTENCE, { default: 'fail' }));
const entitiesOf = <Entity extends TSchema>(entity: Entity) => Type.Array(entity, { maxItems: MOST_ENTITIES });

export interface BulkCreate<Entity> {
  readonly action: 'create';
  readonly entities: readonly Entity[];
  readonly action_on_existence?: (typeof ON_EXISTENCE)[number];
}

export interface BulkUpdate<Entity> {
  readonly action: 'update';
  readonly entities: readonly Entity[];
  readonly action_on_non_existence?: (typeof ON_NON_EXISTENCE)[number];
  readonly update_mask?: readonly string[] | null;
}

export interface BulkDelete<Reference> {
  readonly action: 'delete';
  /** Their keys, or objects that hold them. */
  readonly entities: readonly (string | Reference)[];
  readonly action_on_non_existence?: (typeof ON_NON_EXISTENCE)[number];
}

export type BulkActionOf<Created, Updated, Reference> =
  | BulkCreate<Created>
  | BulkUpdate<Updated>
  | BulkDelete<Reference>;

export interface BulkSchemas<Created extends TSchema, Updated extends TSchema, Reference extends TSchema> {
  readonly create: Created;
  readonly update: Updated;
  /** An object that says which one is to be deleted; its key alone, as a text, does as well. */
  readonly delete: Reference;
}

/** The body of a bulk request. Each action is done whole or not at all, in their order. */
export function BulkBody<Created extends TSchema, Updated extends TSchema, Reference extends TSchema>(
  schemas: BulkSchemas<Created, Updated, Reference>,
): TObject<{
  readonly actions: TUnsafe<readonly BulkActionOf<Static<Created>, Static<Updated>, Static<Reference>>[]>;
}> {
  const create = Closed({
    action: Type.Literal('create'),
    entities: entitiesOf(schemas.create),
    action_on_existence: Type.Optional(OneOf(ON_EXISTENCE, { default: 'fail' })),
  });
  const update = Closed({
    action: Type.Literal('update'),
    entities: entitiesOf(schemas.update),
    action_on_non_existence: actionOnNonExistence,
    update_mask: Type.Optional(Nullable(UpdateMask)),
  });
  const remove = Closed({
    action: Type.Literal('delete'),
    entities: entitiesOf(Type.Union([Type.String(), schemas.delete])),
    action_on_non_existence: actionOnNonExistence,
  });
  const action = {
    type: 'object',
    required: ['action'],
    discriminator: { propertyName: 'action' },
    oneOf: [create, update, remove],
  };
  return Closed({ actions: Type.Unsafe({ type: 'array', maxItems: MOST_ACTIONS, items: action }) });
}

export const BulkActionResponse = Type.Object({
  success: Type.Array(Type.String(), { description: 'The keys of those with which it went well.' }),
  errors: Type.Array(
    Type.Object({ error: Type.String(), status_code: Type.Integer() }, { description: 'Why an action was not done.' }),
  ),
});

/** What became of the actions of each kind; null where none was asked for. */
export const BulkResponse = Type.Object({
  create: Nullable(BulkActionResponse),
  update: Nullable(BulkActionResponse),
  delete: Nullable(BulkActionResponse),
});
