import type { DagDefinition, TaskDefinition } from '@tradewind/sdk/runtime';
import { RunOptionInvalidError } from './errors.ts';
import { findTask } from './find-task.ts';
import type { RunOptions, Stub } from './run-options.ts';

/** The DAG with stubs in place of the code of some tasks. Inputs, templates, branches and edges stay what they are. */
export function stubTasks(dag: DagDefinition, stubs: RunOptions['stubs'] = {}): DagDefinition {
  const tasks = new Map(dag.tasks);
  for (const [name, stub] of Object.entries(stubs)) {
    if (typeof stub !== 'function') throw new RunOptionInvalidError(`stubs.${name}`, 'expected a function');
    const taskId = findTask(dag, name);
    tasks.set(taskId, stubbed(tasks.get(taskId)!, stub));
  }
  return new Proxy(dag, { get: (target, key) => (key === 'tasks' ? tasks : bound(target, key)) });
}

function stubbed(task: TaskDefinition, stub: Stub): TaskDefinition {
  return { ...task, run: stub as TaskDefinition['run'] };
}

/** Methods keep their own `this`: a proxy does not have its private fields. */
function bound(target: object, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key);
  return typeof value === 'function' ? value.bind(target) : value;
}
