/** What the database says of everything that ran. */
import type { Database, Statement } from '@tradewind/store';

export interface RecordedTask {
  readonly runKey: string;
  readonly taskId: string;
  readonly state: string;
  readonly tryNumber: number;
  readonly maxTries: number;
  readonly lostAttempts: number;
  readonly attemptId: string | null;
  readonly pool: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** What it returned, decoded; undefined when it returned nothing. */
  readonly result: unknown;
}

/** An attempt that was followed by another one. */
export interface RecordedAttempt {
  readonly runKey: string;
  readonly taskId: string;
  readonly tryNumber: number;
  readonly attemptId: string;
  readonly state: string;
  readonly reasonCode: string | null;
  readonly exitReason: string | null;
  readonly errorName: string | null;
}

export interface RecordedRun {
  readonly runKey: string;
  readonly dagId: string;
  readonly runId: string;
  readonly state: string;
  /** The description of the DAG in the version that the run ran. */
  readonly description: string | null;
  /** Tasks of the version, with their upstream tasks and retries. */
  readonly graph: readonly {
    readonly taskId: string;
    readonly upstream: readonly string[];
    readonly retries: number;
  }[];
  readonly tasks: ReadonlyMap<string, RecordedTask>;
  readonly attempts: readonly RecordedAttempt[];
}

const runs: Statement = {
  name: 'e2e-runs',
  text: `select r.id as "runKey", r.dag_id as "dagId", r.run_id as "runId", r.state,
           v.serialized->>'description' as description,
           (select json_agg(json_build_object('taskId', t->>'taskId', 'upstream', t->'upstream', 'retries', t->'retry'->'retries'))
            from jsonb_array_elements(v.serialized->'tasks') t) as graph
         from dag_run r join dag_version v on v.id = r.dag_version_id order by r.id`,
};

const tasks: Statement = {
  name: 'e2e-tasks',
  text: `select i.dag_run_id as "runKey", i.task_id as "taskId", i.state, i.try_number as "tryNumber",
           i.max_tries as "maxTries", i.lost_attempts as "lostAttempts", i.attempt_id as "attemptId", i.pool,
           i.started_at as "startedAt", i.finished_at as "finishedAt", x.value
         from task_instance i left join xcom x on x.dag_run_id = i.dag_run_id and x.task_id = i.task_id
           and x.map_index = i.map_index and x.key = 'return_value'`,
};

const attempts: Statement = {
  name: 'e2e-attempts',
  text: `select dag_run_id as "runKey", task_id as "taskId", try_number as "tryNumber", id as "attemptId", state,
           reason->>'code' as "reasonCode", reason->>'exitReason' as "exitReason", error->>'name' as "errorName"
         from attempt order by dag_run_id, task_id, try_number`,
};

export async function readRecordedRuns(database: Database): Promise<readonly RecordedRun[]> {
  const runRows = await database.query<Omit<RecordedRun, 'tasks' | 'attempts'>>(runs);
  const taskRows = await database.query<Omit<RecordedTask, 'result'> & { readonly value: string | null }>(tasks);
  const attemptRows = await database.query<RecordedAttempt>(attempts);
  const tasksOf = Map.groupBy(taskRows, ({ runKey }) => runKey);
  const attemptsOf = Map.groupBy(attemptRows, ({ runKey }) => runKey);
  return runRows.map((run) => ({
    ...run,
    tasks: new Map(
      (tasksOf.get(run.runKey) ?? []).map(({ value, ...task }) => [
        task.taskId,
        { ...task, result: value === null ? undefined : JSON.parse(value) },
      ]),
    ),
    attempts: attemptsOf.get(run.runKey) ?? [],
  }));
}
