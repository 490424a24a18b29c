import { Type } from '@sinclair/typebox';
import { DAG_RUN_STATES } from '@tradewind/model';
import { type Route, route } from '../route.ts';
import { permitted } from '../rule.ts';
import {
  Dag,
  DagCollection,
  DagDetails,
  DagPatchBody,
  DagStatsCollection,
  DagTagCollection,
  DeletedDag,
} from '../schemas/dag.ts';
import { instantRange, orderBy, PageQuery, Pattern } from '../schemas/page.ts';
import { DryRunQuery, OneOf, UpdateMask } from '../schemas/values.ts';

export const DAG_ORDER_NAMES = [
  'dag_id',
  'dag_display_name',
  'next_dagrun',
  'state',
  'start_date',
  'last_run_state',
  'last_run_start_date',
  'owner',
  'is_paused',
  'last_parsed_time',
] as const;

const names = Type.Optional(Type.Array(Type.String({ maxLength: 250 }), { maxItems: 1000 }));

/** The filters that lists and changes of many DAGs have in common. */
const DagFilterQuery = {
  tags: names,
  tags_match_mode: Type.Optional(OneOf(['any', 'all'], { default: 'any' })),
  owners: names,
  dag_id_pattern: Pattern,
  dag_id_prefix_pattern: Pattern,
  exclude_stale: Type.Optional(
    Type.Boolean({ default: true, description: 'True: without those that no file declares any more.' }),
  ),
  paused: Type.Optional(Type.Boolean()),
} as const;

export const getDags = route({
  id: 'get_dags',
  method: 'GET',
  path: '/api/v2/dags',
  tag: 'DAG',
  summary: 'The DAGs.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(DAG_ORDER_NAMES, 'dag_id'),
    ...DagFilterQuery,
    dag_display_name_pattern: Pattern,
    dag_display_name_prefix_pattern: Pattern,
    has_import_errors: Type.Optional(Type.Boolean()),
    bundle_name: Type.Optional(Type.String({ maxLength: 250 })),
    bundle_version: Type.Optional(Type.String({ maxLength: 250 })),
    has_asset_schedule: Type.Optional(Type.Boolean()),
    asset_dependency: Type.Optional(Type.String({ maxLength: 1500 })),
    is_favorite: Type.Optional(Type.Boolean({ description: 'Whether the caller has marked it.' })),
    timetable_type: Type.Optional(
      Type.Array(Type.String({ maxLength: 250 }), {
        maxItems: 50,
        description: 'A kind of timetable, such as `cron`, or the class that Airflow has for it.',
      }),
    ),
    last_dag_run_state: Type.Optional(OneOf(DAG_RUN_STATES)),
    dag_run_state: Type.Optional(
      Type.Array(OneOf(DAG_RUN_STATES), { maxItems: 10, description: 'The state of the last run is one of these.' }),
    ),
    ...instantRange('dag_run_start_date'),
    ...instantRange('dag_run_end_date'),
  }),
  answers: { 200: DagCollection },
  rule: permitted('can_read', 'DAGs'),
});

export const patchDags = route({
  id: 'patch_dags',
  method: 'PATCH',
  path: '/api/v2/dags',
  tag: 'DAG',
  summary: 'Pauses or un-pauses the DAGs of one page.',
  query: Type.Object({
    ...DryRunQuery.properties,
    limit: PageQuery.limit,
    offset: PageQuery.offset,
    ...DagFilterQuery,
    update_mask: UpdateMask,
  }),
  body: DagPatchBody,
  answers: { 200: DagCollection },
  rule: permitted('can_edit', 'DAGs'),
});

export const getDag = route({
  id: 'get_dag',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}',
  tag: 'DAG',
  summary: 'One DAG.',
  answers: { 200: Dag },
  rule: permitted('can_read', 'DAGs'),
});

export const getDagDetails = route({
  id: 'get_dag_details',
  method: 'GET',
  path: '/api/v2/dags/{dag_id}/details',
  tag: 'DAG',
  summary: 'Everything about one DAG but its tasks.',
  answers: { 200: DagDetails },
  rule: permitted('can_read', 'DAGs'),
});

export const patchDag = route({
  id: 'patch_dag',
  method: 'PATCH',
  path: '/api/v2/dags/{dag_id}',
  tag: 'DAG',
  summary: 'Pauses or un-pauses a DAG.',
  query: Type.Object({ ...DryRunQuery.properties, update_mask: UpdateMask }),
  body: DagPatchBody,
  answers: { 200: Dag },
  rule: permitted('can_edit', 'DAGs'),
});

export const deleteDag = route({
  id: 'delete_dag',
  method: 'DELETE',
  path: '/api/v2/dags/{dag_id}',
  tag: 'DAG',
  summary: 'Deletes a DAG with its runs and versions. It comes back when a file still declares it.',
  query: DryRunQuery,
  answers: { 200: DeletedDag },
  rule: permitted('can_delete', 'DAGs'),
});

export const favoriteDag = route({
  id: 'favorite_dag',
  method: 'POST',
  path: '/api/v2/dags/{dag_id}/favorite',
  tag: 'DAG',
  summary: 'Marks a DAG as a favourite of the caller.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_read', 'DAGs'),
});

export const unfavoriteDag = route({
  id: 'unfavorite_dag',
  method: 'POST',
  path: '/api/v2/dags/{dag_id}/unfavorite',
  tag: 'DAG',
  summary: 'Takes the mark away. 409 when there is none.',
  query: DryRunQuery,
  answers: { 204: Type.Null() },
  rule: permitted('can_read', 'DAGs'),
});

export const getDagTags = route({
  id: 'get_dag_tags',
  method: 'GET',
  path: '/api/v2/dagTags',
  tag: 'DAG',
  summary: 'The tags of all DAGs.',
  query: Type.Object({
    ...PageQuery,
    order_by: orderBy(['name'], 'name'),
    tag_name_pattern: Pattern,
    tag_name_prefix_pattern: Pattern,
  }),
  answers: { 200: DagTagCollection },
  rule: permitted('can_read', 'DAGs'),
});

export const getDagStats = route({
  id: 'get_dag_stats',
  method: 'GET',
  path: '/api/v2/dagStats',
  tag: 'DagStats',
  summary: 'How many runs of each DAG are in which state.',
  query: Type.Object({
    dag_ids: Type.Optional(
      Type.Array(Type.String({ maxLength: 250 }), {
        maxItems: 1000,
        description: 'Left out: all that a file declares.',
      }),
    ),
  }),
  answers: { 200: DagStatsCollection },
  rule: permitted('can_read', 'DAG Runs'),
});

export const dagRoutes: readonly Route[] = [
  getDags,
  patchDags,
  getDag,
  getDagDetails,
  patchDag,
  deleteDag,
  favoriteDag,
  unfavoriteDag,
  getDagTags,
  getDagStats,
];
