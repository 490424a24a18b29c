import { didYouMean, type SkipDirective, type TaskId } from '@tradewind/model';
import type { TaskContext } from '../context/task-context.ts';
import { describeValue } from '../describe-value.ts';
import { BranchChoiceUnknownError, BranchWithoutTargetError } from '../errors.ts';
import { resolveTaskParams } from '../params/task-params.ts';
import type { TaskDefinition } from '../runtime/dag-definition.ts';
import type { FieldValues } from '../templates/authored-fields.ts';
import type { TaskGraph } from './resolve-edges.ts';
import type { RunTask, TaskNode } from './task-node.ts';

type AnyRun = (input: unknown, context: TaskContext) => unknown;

/** The task as the code that runs attempts sees it. */
export function defineTask(node: TaskNode, graph: TaskGraph): TaskDefinition {
  const { operator, flow, fields, params } = node.declaration;
  return {
    taskId: node.id,
    operator,
    flow,
    templatedFields: Object.keys(fields?.templates ?? {}),
    resolveInput: node.plan.resolve,
    render: fields === null ? null : (input, context) => fields.render(input as FieldValues, context),
    run: anyRun(node.declaration.run),
    skipsOf: skipsOf(node, graph),
    resolveParams: params === null ? null : (conf, given) => resolveTaskParams(params, conf, given),
  };
}

/** The types of input and context were checked where the task was declared and called. */
function anyRun(run: RunTask): AnyRun {
  return run as AnyRun;
}

function skipsOf(node: TaskNode, graph: TaskGraph): TaskDefinition['skipsOf'] {
  const { flow, respectTriggerRules } = node.declaration;
  switch (flow) {
    case null:
      return () => null;
    case 'branch':
      return branchSkips(node, graph);
    case 'short_circuit':
      return (result) => (result ? null : { kind: 'stop', respectTriggerRules });
    case 'latest_only':
      return (result) => (result ? null : { kind: 'stop', respectTriggerRules: true });
  }
}

/** What comes after a branch without being the target of a choice is not up to the branch: it always follows. */
function branchSkips({ id, targets }: TaskNode, graph: TaskGraph): TaskDefinition['skipsOf'] {
  if (targets === null) throw new BranchWithoutTargetError(id);
  const choices = new Map(
    [...targets].map(([choice, steps]) => [
      choice,
      steps.flatMap((step) => graph.firstTasksOf(step)).map((task) => task.id),
    ]),
  );
  const chosen = new Set([...choices.values()].flat());
  const always = [...graph.downstream.get(id)!].filter((taskId) => !chosen.has(taskId));
  return (result) => follow(always, readChoices(id, result, choices));
}

function readChoices(
  taskId: string,
  result: unknown,
  choices: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (result === null || result === undefined) return [];
  const names = [...choices.keys()];
  return [result].flat().flatMap((choice) => {
    const taskIds = typeof choice === 'string' ? choices.get(choice) : undefined;
    if (taskIds !== undefined) return taskIds;
    const hint = typeof choice === 'string' ? didYouMean(choice, names) : '';
    throw new BranchChoiceUnknownError(taskId, describeValue(choice), names, hint);
  });
}

function follow(always: readonly string[], chosen: readonly string[]): SkipDirective {
  return { kind: 'follow', taskIds: [...new Set([...always, ...chosen])].toSorted() as TaskId[] };
}
