import { GROUP, HANDLE, REFERENCE } from '../brands.ts';
import { describeValue } from '../describe-value.ts';
import { OptionInvalidError, SetupIsTeardownError, TeardownWithoutSetupError } from '../errors.ts';
import { type Group, type Handle, isHandle, type Steps, type TeardownOptions } from '../wiring/handle.ts';
import type { ReferenceTarget } from '../wiring/reference.ts';
import type { GroupNode } from './group-node.ts';
import { stepNodesOf } from './step-node-of.ts';
import type { StepNode, TaskNode } from './task-node.ts';

/** The handle of a task, or of a field inside its result. Its type is known where the task is called. */
export function makeHandle<T>(node: TaskNode, path: readonly string[] = []): Handle<T> {
  return new TaskHandle(node, path) as Handle<unknown> as Handle<T>;
}

/** The group with what its function returned. */
export function makeGroup<Result>(node: GroupNode, result: Result): Group<Result> {
  return new TaskGroup(node, result);
}

class TaskHandle implements Handle<{ readonly [field: string]: unknown }> {
  readonly [HANDLE]: TaskNode;
  readonly [REFERENCE]: ReferenceTarget<{ readonly [field: string]: unknown }>;

  constructor(node: TaskNode, path: readonly string[]) {
    this[HANDLE] = node;
    this[REFERENCE] = { taskId: node.id, dag: node.builder, path };
  }

  get taskId(): string {
    return this[HANDLE].id;
  }

  get(field: string | number): Handle<unknown> {
    return makeHandle(this[HANDLE], [...this[REFERENCE].path, String(field)]);
  }

  before(...steps: Steps[]): this {
    connectBefore(this[HANDLE], steps);
    return this;
  }

  after(...steps: Steps[]): this {
    connectAfter(this[HANDLE], steps);
    return this;
  }

  asSetup(): this {
    markSetup(this[HANDLE]);
    return this;
  }

  asTeardown(options: TeardownOptions): this {
    markTeardown(this[HANDLE], options);
    return this;
  }
}

class TaskGroup<Result> implements Group<Result> {
  readonly [GROUP]: GroupNode;
  readonly result: Result;

  constructor(node: GroupNode, result: Result) {
    this[GROUP] = node;
    this.result = result;
  }

  get groupId(): string {
    return this[GROUP].id;
  }

  before(...steps: Steps[]): this {
    connectBefore(this[GROUP], steps);
    return this;
  }

  after(...steps: Steps[]): this {
    connectAfter(this[GROUP], steps);
    return this;
  }
}

function connectBefore(node: StepNode, steps: readonly Steps[]): void {
  for (const other of steps.flatMap((each) => stepNodesOf(`"${node.id}".before`, each)))
    node.builder.connect(node, other);
}

function connectAfter(node: StepNode, steps: readonly Steps[]): void {
  for (const other of steps.flatMap((each) => stepNodesOf(`"${node.id}".after`, each)))
    node.builder.connect(other, node);
}

function markSetup(node: TaskNode): void {
  if (node.teardown !== null) throw new SetupIsTeardownError(node.id);
  node.isSetup = true;
}

function markTeardown(node: TaskNode, options: TeardownOptions | undefined): void {
  const setups = [options?.of ?? []].flat();
  if (setups.length === 0) throw new TeardownWithoutSetupError(node.id);
  const strange = setups.find((setup) => !isHandle(setup));
  if (strange !== undefined) {
    throw new OptionInvalidError(`"${node.id}".asTeardown`, [
      `expected of to be a handle or a list of handles, got: ${describeValue(strange)}`,
    ]);
  }
  if (node.isSetup) throw new SetupIsTeardownError(node.id);
  if (node.declaration.options.triggerRule !== undefined) {
    throw new OptionInvalidError(`Task "${node.id}"`, [
      'expected no triggerRule, since a teardown has a rule of its own',
    ]);
  }
  const nodes = setups.map((setup) => setup[HANDLE]);
  for (const setup of nodes) {
    markSetup(setup);
    node.builder.connect(setup, node);
  }
  node.teardown = { setups: nodes, onFailureFailDagRun: options?.onFailureFailDagRun ?? false };
}
