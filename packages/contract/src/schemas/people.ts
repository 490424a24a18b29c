/** What people keep for themselves: views, preferences, acknowledgements. */
import { Type } from '@sinclair/typebox';
import { Collection } from './page.ts';
import { AnyJson, Can, Closed, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

const page = Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z][a-z0-9_./-]*$' });
const viewName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const SavedView = Type.Object({
  id: Type.String({ format: 'uuid' }),
  page: Type.String({ description: 'The page that it is a view of: `dags`, `runs`, …' }),
  name: Type.String(),
  is_shared: Type.Boolean(),
  is_mine: Type.Boolean(),
  is_default: Type.Boolean({ description: 'Whether the page opens with it for the caller.' }),
  user: Nullable(Type.String({ description: 'Whose it is; null where nobody signs in.' })),
  definition: JsonObjectSchema,
  created_at: Instant(),
  changed_at: Instant(),
  can: Type.Optional(Can),
});

export const SavedViewCollection = Collection('saved_views', SavedView);

export const SavedViewBody = Closed({
  page,
  name: viewName,
  is_shared: Type.Optional(Type.Boolean({ default: false })),
  is_default: Type.Optional(Type.Boolean({ default: false })),
  definition: JsonObjectSchema,
});

export const SavedViewPatchBody = Closed({
  name: Type.Optional(viewName),
  is_shared: Type.Optional(Type.Boolean()),
  is_default: Type.Optional(Type.Boolean({ description: 'For the caller alone; also of views that others share.' })),
  definition: Type.Optional(JsonObjectSchema),
});

export const Preferences = Type.Object({ preferences: Type.Record(Type.String(), AnyJson) });

export const PreferencesBody = Closed({
  preferences: Type.Record(Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_.:-]{0,99}$' }), AnyJson, {
    maxProperties: 200,
    additionalProperties: false,
    description: 'By key: letters, digits, `_`, `.`, `:` and `-`. Null takes one away.',
  }),
});

/** What can be acknowledged. */
export const ACKNOWLEDGEMENT_KINDS = ['failure', 'import_error', 'deadline', 'worker', 'alert'] as const;

export const Acknowledgement = Type.Object({
  id: Type.String({ format: 'uuid' }),
  kind: OneOf(ACKNOWLEDGEMENT_KINDS),
  subject: Type.String({ description: 'Which one of its kind: the fingerprint of a failure, a file, a worker, …' }),
  dag_id: Nullable(Type.String()),
  user: Type.String({ description: 'Who has seen it.' }),
  is_mine: Type.Boolean(),
  note: Nullable(Type.String()),
  assigned_to: Nullable(Type.String()),
  snoozed_until: Nullable(Instant()),
  created_at: Instant(),
  changed_at: Instant(),
  can: Type.Optional(Can),
});

export const AcknowledgementCollection = Collection('acknowledgements', Acknowledgement);

export const AcknowledgementBody = Closed({
  kind: OneOf(ACKNOWLEDGEMENT_KINDS),
  subject: Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }),
  dag_id: Type.Optional(Nullable(Type.String({ maxLength: 250 }))),
  note: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
  assigned_to: Type.Optional(Nullable(Type.String({ maxLength: 256 }))),
  snoozed_until: Type.Optional(Nullable(Instant())),
});
