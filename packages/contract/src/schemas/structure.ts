import { Type } from '@sinclair/typebox';
import { TRIGGER_RULES } from '@tradewind/model';
import { Instant, Nullable, OneOf } from './values.ts';

const position = Type.Integer({ minimum: 0, description: 'A task, by its place in `tasks`.' });

export const StructureTask = Type.Object({
  task_id: Type.String(),
  label: Type.String(),
  operator: Type.String(),
  group_id: Nullable(Type.String()),
  trigger_rule: OneOf(TRIGGER_RULES),
  is_setup: Type.Boolean(),
  is_teardown: Type.Boolean(),
  is_branch: Type.Boolean(),
});

export const StructureGroup = Type.Object({
  group_id: Type.String(),
  parent_id: Nullable(Type.String()),
  label: Type.String(),
  tooltip: Nullable(Type.String()),
});

/** What a DAG is drawn from. Equal hashes: equal structures, for ever. */
export const Structure = Type.Object({
  structure_hash: Type.String(),
  tasks: Type.Array(StructureTask, { description: 'In the order of the rows of the grid.' }),
  groups: Type.Array(StructureGroup),
  edges: Type.Array(Type.Tuple([position, position]), { description: 'From a task to one that waits for it.' }),
  topological_order: Type.Array(position, { description: 'Every task after all those that it waits for.' }),
});

export const DagStructure = Type.Object({
  ...Structure.properties,
  dag_id: Type.String(),
  version_number: Type.Integer(),
});

export const PlannedDagRun = Type.Object({
  run_after: Instant(),
  logical_date: Nullable(Instant()),
  data_interval_start: Nullable(Instant()),
  data_interval_end: Nullable(Instant()),
});

export const DagForecast = Type.Object({
  dag_id: Type.String(),
  is_paused: Type.Boolean({ description: 'True: none of them happens until it is un-paused.' }),
  runs: Type.Array(PlannedDagRun),
});
