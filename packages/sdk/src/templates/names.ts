/** What templates may name: Airflow's names with Airflow's meaning. */
import { didYouMean } from '@tradewind/model';
import { asTsNodashWithTz } from '../context/date-texts.ts';
import { connectionUri } from '../context/task-connections.ts';
import type { TaskContext } from '../context/task-context.ts';
import { NoLogicalDateError, TemplateNameUnknownError } from '../errors.ts';
import type { Path } from './expression.ts';

type Give = (context: TaskContext) => unknown;

const logicalDate: Give = ({ logicalDate }) => {
  if (logicalDate === null) throw new NoLogicalDateError('logical_date');
  return logicalDate;
};
const taskInstance: { readonly [field: string]: Give } = {
  dag_id: (context) => context.dagId,
  run_id: (context) => context.runId,
  task_id: (context) => context.taskId,
  map_index: (context) => context.mapIndex,
  try_number: (context) => context.tryNumber,
  max_tries: (context) => context.maxTries,
};

/** Names with a fixed set of fields. */
const OBJECTS: { readonly [name: string]: { readonly [field: string]: Give } } = {
  dag: { dag_id: (context) => context.dagId },
  task: { task_id: (context) => context.taskId },
  ti: taskInstance,
  task_instance: taskInstance,
  dag_run: {
    run_id: (context) => context.runId,
    run_type: (context) => context.runType,
    run_after: (context) => context.runAfter,
    logical_date: logicalDate,
    data_interval_start: (context) => context.dataInterval.start,
    data_interval_end: (context) => context.dataInterval.end,
    conf: (context) => context.conf,
  },
};

const VALUES: { readonly [name: string]: Give } = {
  logical_date: logicalDate,
  data_interval_start: (context) => context.dataInterval.start,
  data_interval_end: (context) => context.dataInterval.end,
  ds: (context) => context.ds,
  ds_nodash: (context) => context.dsNodash,
  ts: (context) => context.ts,
  ts_nodash: (context) => context.tsNodash,
  ts_nodash_with_tz: (context) => asTsNodashWithTz(logicalDate(context) as Date),
  run_id: (context) => context.runId,
  task_instance_key_str: (context) => `${context.dagId}__${context.taskId}__${context.dsNodash}`,
  params: (context) => context.params,
};

/** Names whose fields are looked up outside: `var.value.key`, `var.json.key.field`, `conn.id.field`. */
const LOOKUPS: { readonly [name: string]: (path: Path, context: TaskContext) => Promise<unknown> } = {
  var: async ([, kind, key = '', ...fields], { variables }) => {
    const text = await variables.get(key, { default: ABSENT });
    if (text === ABSENT) return undefined;
    return kind === 'value' ? text : fieldAt(await variables.getJson(key), fields);
  },
  conn: async ([, id = '', ...fields], context) => {
    const connection = await context.connections.get(id);
    return fields.length === 0 ? connectionUri(connection) : fieldAt(withAirflowNames(connection), fields);
  },
};

/** No variable has this text: PostgreSQL stores no NUL. */
const ABSENT = '\0';

const ROOTS = [...Object.keys(VALUES), ...Object.keys(OBJECTS), ...Object.keys(LOOKUPS)];

/** @throws {TemplateNameUnknownError} when a name cannot exist in any run. */
export function checkName(path: Path, field: string): void {
  const [root, second, third] = path;
  if (!ROOTS.includes(root)) throw new TemplateNameUnknownError(field, root, didYouMean(root, ROOTS));
  const fields = Object.hasOwn(OBJECTS, root) ? Object.keys(OBJECTS[root]!) : null;
  if (fields !== null && (second === undefined || !fields.includes(second))) {
    throw new TemplateNameUnknownError(field, path.join('.'), hintAmong(root, second, fields));
  }
  if (root === 'var' && (third === undefined || !['value', 'json'].includes(second ?? ''))) {
    throw new TemplateNameUnknownError(field, path.join('.'), ' Write var.value.key or var.json.key.');
  }
  if (root === 'conn' && second === undefined)
    throw new TemplateNameUnknownError(field, 'conn', ' Write conn.id.field.');
}

function hintAmong(root: string, name: string | undefined, names: readonly string[]): string {
  return didYouMean(
    `${root}.${name ?? ''}`,
    names.map((each) => `${root}.${each}`),
  );
}

/** The value of a name; undefined when it does not exist in this run. */
export async function lookUpName(path: Path, context: TaskContext): Promise<unknown> {
  const [root, second, ...rest] = path;
  if (Object.hasOwn(LOOKUPS, root)) return await LOOKUPS[root]!(path, context);
  const members = Object.hasOwn(OBJECTS, root) ? OBJECTS[root] : undefined;
  if (members !== undefined) return fieldAt(members[second!]!(context), rest);
  return fieldAt(VALUES[root]!(context), path.slice(1));
}

/** Own fields only, so that a template reaches nothing that is not data. */
function fieldAt(value: unknown, fields: readonly string[]): unknown {
  let current = value;
  for (const field of fields) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, field)) return undefined;
    current = (current as { readonly [name: string]: unknown })[field];
  }
  return current;
}

/** Airflow calls some fields of a connection by other names. */
function withAirflowNames(connection: Awaited<ReturnType<TaskContext['connections']['get']>>): object {
  return { ...connection, conn_id: connection.id, conn_type: connection.type, extra_dejson: connection.extra };
}
