/** XComs, variables, connections and runs, as attempts get and set them: Airflow's names. */
import { Type } from '@sinclair/typebox';
import { AnyJson, Instant, JsonObjectSchema, Nullable } from '../values.ts';

export const XComParams = Type.Object({
  dag_id: Type.String(),
  run_id: Type.String(),
  task_id: Type.String(),
  key: Type.String({ minLength: 1, maxLength: 512 }),
});
const MapIndex = Type.Integer({ minimum: -1, default: -1 });
export const XComQuery = Type.Object({
  map_index: Type.Optional(MapIndex),
  include_prior_dates: Type.Optional(Type.Boolean({ default: false })),
});
/** The value as its JSON: dates, maps and the like are tagged, as the engine stores them. */
export const XComAnswer = Type.Object({ key: Type.String(), value: AnyJson });
export const XComList = Type.Object({
  values: Type.Array(Type.Object({ map_index: Type.Integer(), value: AnyJson })),
});

export const VariableParams = Type.Object({ variable_key: Type.String({ minLength: 1, maxLength: 250 }) });
export const VariableAnswer = Type.Object({ key: Type.String(), value: Nullable(Type.String()) });
export const VariableBody = Type.Object({
  val: Nullable(Type.String()),
  description: Type.Optional(Nullable(Type.String({ maxLength: 10_000 }))),
});

export const ConnectionParams = Type.Object({ connection_id: Type.String({ minLength: 1, maxLength: 250 }) });
export const ConnectionAnswer = Type.Object({
  conn_id: Type.String(),
  conn_type: Type.String(),
  host: Nullable(Type.String()),
  schema: Nullable(Type.String()),
  login: Nullable(Type.String()),
  password: Nullable(Type.String()),
  port: Nullable(Type.Integer()),
  /** JSON text. */
  extra: Nullable(Type.String()),
});

export const ExecutionRunParams = Type.Object({
  dag_id: Type.String(),
  run_id: Type.String({ minLength: 1, maxLength: 250 }),
});
export const TriggerRunBody = Type.Object({
  logical_date: Type.Optional(Nullable(Instant())),
  run_after: Type.Optional(Nullable(Instant())),
  conf: Type.Optional(JsonObjectSchema),
  reset_dag_run: Type.Optional(Type.Boolean({ default: false })),
  note: Type.Optional(Nullable(Type.String({ maxLength: 1000 }))),
});
export const RunStateAnswer = Type.Object({ state: Type.String() });
export const RunsQuery = Type.Object({
  dag_id: Type.String(),
  run_ids: Type.Optional(Type.Array(Type.String())),
  logical_dates: Type.Optional(Type.Array(Instant())),
  states: Type.Optional(Type.Array(Type.String())),
});
export const PreviousRunQuery = Type.Object({
  logical_date: Instant(),
  state: Type.Optional(Type.String()),
});
export const PreviousRun = Nullable(
  Type.Object({
    dag_id: Type.String(),
    run_id: Type.String(),
    logical_date: Nullable(Instant()),
    data_interval_start: Nullable(Instant()),
    data_interval_end: Nullable(Instant()),
    run_after: Instant(),
    start_date: Nullable(Instant()),
    end_date: Nullable(Instant()),
    run_type: Type.String(),
    state: Type.String(),
  }),
);
export const Health = Type.Object({ status: Type.String() });
