/** What is wrong between the parts of a serialised DAG whose parts are right. */
import { findCycle } from './find-cycle.ts';
import type { SerializedDag, SerializedTask } from './serialized-dag.ts';
import { didYouMean } from './suggestion.ts';

type TasksById = ReadonlyMap<string, SerializedTask>;

/** One sentence a fault: ids that are taken twice or lead nowhere, cycles of tasks and of groups, misplaced teardowns. */
export function faultsOfReferences(dag: SerializedDag): string[] {
  const taskOf: TasksById = new Map(dag.tasks.map((task) => [task.taskId, task]));
  const groupIds = new Set<string>(dag.groups.map((group) => group.groupId));
  return [
    ...faultsOfRepeatedIds(dag),
    ...dag.tasks.flatMap((task) => faultsOfTask(task, taskOf, groupIds)),
    ...dag.groups.flatMap((group) => {
      return unknownIds([group.parentId], groupIds, `group "${group.groupId}" is in group`);
    }),
    ...unknownIds([dag.resultTaskId], taskOf, 'the result of the DAG is that of'),
    ...faultsOfGroupNesting(dag),
    ...faultsOfOrder(dag),
  ];
}

function faultsOfRepeatedIds(dag: SerializedDag): string[] {
  const ids: string[] = [...dag.tasks.map((task) => task.taskId), ...dag.groups.map((group) => group.groupId)];
  const seen = new Set<string>();
  const repeated = new Set(ids.filter((id) => seen.size === seen.add(id).size));
  return [...repeated].map((id) => `"${id}" is the id of more than one task or group`);
}

function faultsOfTask(task: SerializedTask, taskOf: TasksById, groupIds: ReadonlySet<string>): string[] {
  const name = `task "${task.taskId}"`;
  const upstream = new Set(task.upstream);
  const foreign = task.inputs.filter((input) => !upstream.has(input));
  const noSetups = task.setups.filter((setup) => taskOf.get(setup)?.isSetup === false);
  const faults = [
    ...unknownIds(task.upstream, taskOf, `${name} depends on`),
    ...unknownIds(task.setups, taskOf, `${name} is in the scope of`),
    ...unknownIds([task.groupId], groupIds, `${name} is in group`),
    ...foreign.map((input) => `${name} takes the result of "${input}", which is not among its upstream tasks`),
    ...noSetups.map((setup) => `${name} is in the scope of "${setup}", which is no setup`),
  ];
  if (task.isSetup && task.isTeardown) faults.push(`${name} is both a setup and a teardown`);
  if (task.isTeardown !== (task.triggerRule === 'all_done_setup_success')) {
    faults.push(
      `${name} has trigger rule "${task.triggerRule}": "all_done_setup_success" is the rule of every teardown, and of no other task`,
    );
  }
  return faults;
}

/** A set of ids, or a map by id. */
interface Known {
  has(id: string): boolean;
  keys(): Iterable<string>;
}

function unknownIds(ids: readonly (string | null)[], known: Known, subject: string): string[] {
  return ids
    .filter((id) => id !== null && !known.has(id))
    .map((id) => {
      const hint = didYouMean(id!, known.keys());
      return `${subject} "${id}", which is not in the DAG${hint === '' ? '' : `.${hint}`}`;
    });
}

/** Groups around which one comes back to the same group. */
function faultsOfGroupNesting(dag: SerializedDag): string[] {
  const parentOf = new Map(dag.groups.map((group) => [group.groupId, group.parentId]));
  return dag.groups.flatMap(({ groupId }) => {
    const seen = new Set([groupId]);
    let parent = parentOf.get(groupId) ?? null;
    while (parent !== null && !seen.has(parent)) {
      seen.add(parent);
      parent = parentOf.get(parent) ?? null;
    }
    return parent === groupId ? [`group "${groupId}" is inside itself`] : [];
  });
}

function faultsOfOrder(dag: SerializedDag): string[] {
  const cycle = findCycle(dag.tasks);
  return cycle === null ? [] : [`the tasks form a cycle: ${cycle.join(' → ')}`];
}
