import { Type } from '@sinclair/typebox';
import { Collection, instantRange, Pattern } from './page.ts';
import { AnyJson, Can, Closed, Instant, Nullable } from './values.ts';

const facts = {
  key: Type.String(),
  timestamp: Instant(),
  logical_date: Nullable(Instant()),
  run_after: Instant(),
  map_index: Type.Integer(),
  task_id: Type.String(),
  task_display_name: Type.String(),
  dag_id: Type.String(),
  dag_display_name: Type.String(),
  run_id: Type.String(),
  can: Type.Optional(Can),
} as const;

export const XComFacts = Type.Object(facts);

/** With its value: as JSON, or as the text of it. */
export const XCom = Type.Object({ ...facts, value: AnyJson });

export const XComCollection = Collection('xcom_entries', XComFacts);

/** Attributes that XComs are ordered by. */
export const XCOM_ORDER_NAMES = ['key', 'dag_id', 'run_id', 'task_id', 'map_index', 'timestamp', 'run_after'] as const;

const mapIndex = Type.Integer({ minimum: -1, maximum: 2_147_483_647 });

/** What XComs are filtered by, in the query of a list. */
export const XComFilters = {
  xcom_key: Type.Optional(Type.String({ maxLength: 1000 })),
  map_index: Type.Optional(mapIndex),
  map_index_filter: Type.Optional(mapIndex),
  xcom_key_pattern: Pattern,
  xcom_key_prefix_pattern: Pattern,
  dag_display_name_pattern: Pattern,
  dag_display_name_prefix_pattern: Pattern,
  run_id_pattern: Pattern,
  run_id_prefix_pattern: Pattern,
  task_id_pattern: Pattern,
  task_id_prefix_pattern: Pattern,
  ...instantRange('logical_date'),
  ...instantRange('run_after'),
} as const;

/** An XCom as it is created. */
export const XComBody = Closed({
  key: Type.String({ minLength: 1, maxLength: 512, pattern: '\\S' }),
  value: AnyJson,
  map_index: Type.Optional(Type.Integer({ minimum: -1, maximum: 2_147_483_647, default: -1 })),
});

export const XComPatchBody = Closed({
  value: AnyJson,
  map_index: Type.Optional(Type.Integer({ minimum: -1, maximum: 2_147_483_647, default: -1 })),
});
