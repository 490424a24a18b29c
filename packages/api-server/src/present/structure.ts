import type { Static } from '@sinclair/typebox';
import type { Structure } from '@tradewind/contract';
import { compileDag, type SerializedDag } from '@tradewind/model';

/** What a version of a DAG is drawn from. `hash` is that of the version. */
export function presentStructure(hash: string, dag: SerializedDag): Static<typeof Structure> {
  const graph = compileDag(dag);
  return {
    structure_hash: hash,
    tasks: dag.tasks.map((task) => ({
      task_id: task.taskId,
      label: task.displayName ?? labelOf(task.taskId, task.groupId),
      operator: task.operator,
      group_id: task.groupId,
      trigger_rule: task.triggerRule,
      is_setup: task.isSetup,
      is_teardown: task.isTeardown,
      is_branch: task.flow === 'branch',
    })),
    groups: dag.groups.map((group) => ({
      group_id: group.groupId,
      parent_id: group.parentId,
      label: group.displayName ?? labelOf(group.groupId, group.parentId),
      tooltip: group.tooltip,
    })),
    edges: graph.downstream.flatMap((after, from) => Array.from(after, (to): [number, number] => [from, to])),
    topological_order: [...graph.topologicalOrder],
  };
}

/** Inside its group, without the name of the group. */
function labelOf(id: string, groupId: string | null): string {
  return groupId !== null && id.startsWith(`${groupId}.`) ? id.slice(groupId.length + 1) : id;
}
