import { HANDLE } from '../brands.ts';
import { stepNodesOf } from '../building/step-node-of.ts';
import type { TaskContext } from '../context/task-context.ts';
import { OptionInvalidError } from '../errors.ts';
import type { TaskOverrides } from '../options/task-options.ts';
import type { ParamsOf, ParamsSchema } from '../params/params-schema.ts';
import type { Handle, Steps } from '../wiring/handle.ts';
import { isPlainObject } from '../wiring/is-plain-object.ts';
import { declareTask, type FunctionKind } from './declare-task.ts';
import type { InputArguments, TaskOptionsWithParams } from './task.ts';

/** What a branch decides: one choice, several, or null for none. */
export type Choice<Name extends string> = Name | readonly Name[] | null;

/** What follows each choice; null when nothing does. */
export type Targets<Name extends string> = { readonly [Key in Name]: Steps | null };

/** A branch in a DAG. Its result is what it chose. */
export interface BranchHandle<Name extends string> extends Handle<Choice<Name>> {
  /**
   * Says what follows each choice. Of these the ones that were not chosen are skipped, unless they also come after a
   * chosen one. What is connected to the branch in another way always follows. Gives this handle back.
   */
  to(targets: Targets<Name>): this;
}

/** A branch that was declared. Calling it inside a DAG adds it there; then `.to({ … })` says what follows. */
export interface Branch<Input, Name extends string> {
  (...input: InputArguments<Input>): BranchHandle<Name>;
  readonly id: string;
  /** The same branch with other options, or another id, for one use. */
  with(overrides: TaskOverrides): Branch<Input, Name>;
}

const BRANCH: FunctionKind = { operator: 'branch', flow: 'branch', respectTriggerRules: false };

/**
 * Declares a task that decides which of several ways the run takes.
 *
 * @throws as `task` does.
 * @example
 * const count = task('count', () => 1200);
 * const size = branch('size', (rows: number) => (rows > 1000 ? 'big' : 'small'));
 *
 * dag('sorting', {}, () => {
 *   size(count()).to({ big: empty('split'), small: null });
 * });
 */
export function branch<Input = void, const Name extends string = string>(
  id: string,
  choose: (input: Input, context: TaskContext) => Choice<Name> | Promise<Choice<Name>>,
): Branch<Input, Name>;
export function branch<Input = void, const Name extends string = string, const Schema extends ParamsSchema = never>(
  id: string,
  options: TaskOptionsWithParams<Schema>,
  choose: (input: Input, context: TaskContext<ParamsOf<Schema>>) => Choice<Name> | Promise<Choice<Name>>,
): Branch<Input, Name>;
export function branch(id: string, ...rest: readonly unknown[]): Branch<never, string> {
  return declareTask(BRANCH, id, rest, makeBranchHandle);
}

function makeBranchHandle(handle: Handle<unknown>): BranchHandle<string> {
  const to = (targets: Targets<string>): unknown => {
    setTargets(handle, targets);
    return handle;
  };
  return Object.assign(handle, { to }) as unknown as BranchHandle<string>;
}

function setTargets(handle: Handle<unknown>, targets: Targets<string>): void {
  const node = handle[HANDLE];
  const owner = `Branch "${node.id}"`;
  if (!isPlainObject(targets) || Object.keys(targets).length === 0) {
    throw new OptionInvalidError(owner, ['expected .to to be given an object with a target, or null, for each choice']);
  }
  if (node.targets !== null)
    throw new OptionInvalidError(owner, ['expected .to to be called once; give it all choices together']);
  const entries = Object.entries(targets).map(
    ([choice, steps]) => [choice, steps === null ? [] : stepNodesOf(`${owner}.to`, steps as Steps)] as const,
  );
  for (const [, steps] of entries) for (const step of steps) node.builder.connect(node, step);
  node.targets = new Map(entries);
}
