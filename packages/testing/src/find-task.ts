import { TaskAmbiguousError, TaskUnknownError } from './errors.ts';

/** The task of a DAG with this id, or with this id inside one group. */
export function findTask(
  dag: { readonly dagId: string; readonly tasks: ReadonlyMap<string, unknown> },
  name: string,
): string {
  if (dag.tasks.has(name)) return name;
  const taskIds = [...dag.tasks.keys()];
  const inGroups = taskIds.filter((taskId) => taskId.endsWith(`.${name}`));
  const [only] = inGroups;
  if (only === undefined) throw new TaskUnknownError(dag.dagId, name, taskIds);
  if (inGroups.length > 1) throw new TaskAmbiguousError(name, inGroups);
  return only;
}
