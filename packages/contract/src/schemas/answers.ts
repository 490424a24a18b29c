/** The four answers: why, what changed, what comes next, and what breaks. */
import { Type } from '@sinclair/typebox';
import { AnyJson, Instant, JsonObjectSchema, Nullable, OneOf } from './values.ts';

export const Gate = Type.Object({
  /** Permanent, such as `trigger_rule` or `pool`. */
  id: Type.String(),
  layer: Type.String(),
  status: OneOf(['pass', 'block', 'unknown']),
  sentence: Type.String(),
  evidence: JsonObjectSchema,
  since: Nullable(Instant()),
  fix: Nullable(Type.String()),
});

export const Explanation = Type.Object({
  state: Nullable(Type.String()),
  /** The answer in a sentence or two. */
  verdict: Type.String(),
  /** In the order in which they are met. */
  gates: Type.Array(Gate),
  /** Explanation of a run: the task instance that the gates are about. */
  task_id: Type.Optional(Nullable(Type.String())),
  map_index: Type.Optional(Nullable(Type.Integer())),
});

export const TaskForecast = Type.Object({
  task_id: Type.String(),
  state: Nullable(Type.String()),
  expected_start: Instant(),
  /** As likely before as after. */
  expected_end: Instant(),
  /** Later than this in one of ten cases. */
  late_end: Instant(),
  /** Whether a delay of it delays the run. */
  is_critical: Type.Boolean(),
  /** How many successful instances of the task this rests on; 0: it is a guess. */
  samples: Type.Integer(),
});

export const RunForecast = Type.Object({
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  /** The tasks that have not finished, in the order in which they are expected to start. */
  tasks: Type.Array(TaskForecast),
  expected_end: Nullable(Instant()),
  late_end: Nullable(Instant()),
});

export const Impact = Type.Object({
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  /** Tasks that would run again, or be late: those asked for and everything after them. */
  tasks: Type.Array(
    Type.Object({
      task_id: Type.String(),
      state: Nullable(Type.String()),
      owner: Type.String(),
      is_direct: Type.Boolean(),
    }),
  ),
  task_count: Type.Integer(),
  running_count: Type.Integer(),
  owners: Type.Array(Type.String()),
  /** Seconds along the longest path, as likely less as more, and more in one of ten cases. */
  expected_seconds: Type.Number(),
  late_seconds: Type.Number(),
});

export const Difference = Type.Object({
  /** What differs: `version`, `task_added`, `task_changed`, `conf`, `value`, `rendered`, `state`, `duration`, … */
  kind: Type.String(),
  task_id: Nullable(Type.String()),
  map_index: Nullable(Type.Integer()),
  sentence: Type.String(),
  before: AnyJson,
  after: AnyJson,
  /** How likely it has to do with it, from 0 to 1; the list begins with the likeliest. */
  suspicion: Type.Number({ minimum: 0, maximum: 1 }),
});

export const RunDiff = Type.Object({
  dag_id: Type.String(),
  dag_run_id: Type.String(),
  against: Type.String(),
  differences: Type.Array(Difference),
  /** What was compared and is the same. */
  unchanged: Type.Array(Type.String()),
});

export const SearchResult = Type.Object({
  results: Type.Array(
    Type.Object({
      kind: Type.String(),
      name: Type.String(),
      dag_id: Nullable(Type.String()),
      detail: Nullable(Type.String()),
    }),
  ),
});
