/** Counts and states of runs and task instances of a DAG, as attempts ask for them. Null filters let everything through. */
import type { DagId, JsonObject, TaskInstanceState } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';
import { encodeJson } from '../../encode-json.ts';
import { DAG_RUN_COLUMNS, type DagRunRow } from '../dag-run-row.ts';

export interface RunFilter {
  readonly dagId: DagId;
  readonly runIds: readonly string[] | null;
  /** Milliseconds since the epoch. */
  readonly logicalDates: readonly number[] | null;
  readonly states: readonly string[] | null;
}

export interface InstanceFilter extends RunFilter {
  readonly taskIds: readonly string[] | null;
  /** Prefix of the ids of the tasks of a group, with its dot. */
  readonly taskPrefix: string | null;
  readonly mapIndex: number | null;
}

const OF_RUN = `r.dag_id = $1 and ($2::text[] is null or r.run_id = any($2))
  and ($3::float8[] is null or r.logical_date = any(select to_timestamp(at / 1000.0) from unnest($3::float8[]) as at))`;

const countRunsStatement: Statement = {
  name: 'count-runs-for-attempt',
  text: `select count(*)::integer as number from dag_run r where ${OF_RUN} and ($4::text[] is null or r.state = any($4))`,
};

/** Index: dag_run (dag_id, run_id), dag_run_by_date. */
export async function countRunsForAttempt(database: Queryable, filter: RunFilter): Promise<number> {
  const { dagId, runIds, logicalDates, states } = filter;
  const [row] = await database.query<{ number: number }>(countRunsStatement, [dagId, runIds, logicalDates, states]);
  return row!.number;
}

const OF_INSTANCE = `${OF_RUN} and ($4::text[] is null or i.state = any($4))
  and ($5::text[] is null or i.task_id = any($5)) and ($6::text is null or starts_with(i.task_id, $6))
  and ($7::integer is null or i.map_index = $7)`;

const listInstancesStatement: Statement = {
  name: 'list-instances-for-attempt',
  text: `select r.run_id as "runId", i.task_id as "taskId", i.map_index as "mapIndex", i.state
         from task_instance i join dag_run r on r.id = i.dag_run_id where ${OF_INSTANCE}
         order by r.run_after, r.id, i.task_id, i.map_index limit 10000`,
};

/** At most 10,000. Index: dag_run (dag_id, run_id), then the primary key of task_instance. */
export function listInstancesForAttempt(
  database: Queryable,
  filter: InstanceFilter,
): Promise<
  { readonly runId: string; readonly taskId: string; readonly mapIndex: number; readonly state: TaskInstanceState }[]
> {
  return database.query(listInstancesStatement, valuesOf(filter));
}

const countInstancesStatement: Statement = {
  name: 'count-instances-for-attempt',
  text: `select count(*)::integer as number from task_instance i join dag_run r on r.id = i.dag_run_id where ${OF_INSTANCE}`,
};

export async function countInstancesForAttempt(database: Queryable, filter: InstanceFilter): Promise<number> {
  const [row] = await database.query<{ number: number }>(countInstancesStatement, valuesOf(filter));
  return row!.number;
}

function valuesOf(filter: InstanceFilter): readonly unknown[] {
  const { dagId, runIds, logicalDates, states, taskIds, taskPrefix, mapIndex } = filter;
  return [dagId, runIds, logicalDates, states, taskIds, taskPrefix, mapIndex];
}

const findPreviousStatement: Statement = {
  name: 'find-run-before',
  text: `select ${DAG_RUN_COLUMNS} from dag_run r
         where r.dag_id = $1 and r.logical_date < to_timestamp($2::float8 / 1000.0) and ($3::text is null or r.state = $3)
         order by r.logical_date desc limit 1`,
};

/** The run with the latest logical date before `logicalDateAt`; null when there is none. Index: dag_run_by_date. */
export async function findRunBefore(
  database: Queryable,
  {
    dagId,
    logicalDateAt,
    state,
  }: { readonly dagId: DagId; readonly logicalDateAt: number; readonly state: string | null },
): Promise<DagRunRow | null> {
  const [row] = await database.query<DagRunRow>(findPreviousStatement, [dagId, logicalDateAt, state]);
  return row ?? null;
}

const saveRenderedStatement: Statement = {
  name: 'save-rendered-fields',
  text: `update task_instance set rendered = $5 where dag_run_id = $1 and task_id = $2 and map_index = $3 and attempt_id = $4
         returning 1 as done`,
};

/** Stores the rendered fields of the attempt in force. False when it is not. Index: primary key. */
export async function saveRenderedFields(
  database: Queryable,
  of: { readonly dagRunKey: string; readonly taskId: string; readonly mapIndex: number; readonly attemptId: string },
  rendered: JsonObject,
): Promise<boolean> {
  const values = [of.dagRunKey, of.taskId, of.mapIndex, of.attemptId, encodeJson(rendered)];
  return (await database.query(saveRenderedStatement, values)).length > 0;
}
