import { GROUP, HANDLE, isBranded } from '../brands.ts';
import type { GroupNode } from '../building/group-node.ts';
import type { TaskNode } from '../building/task-node.ts';
import type { Reference } from './reference.ts';

/** Something that edges begin and end at: a task of a DAG, or a group of tasks. */
export type Step = Handle<unknown> | Group<unknown>;

/** One step, or several side by side. */
export type Steps = Step | readonly Step[];

/** What a teardown tears down, and whether its failure counts. */
export interface TeardownOptions {
  /** The setup, or setups, that this task undoes. They become setups by being named here. */
  readonly of: Handle<unknown> | readonly Handle<unknown>[];
  /** A failure of the teardown fails the run. @default false */
  readonly onFailureFailDagRun?: boolean;
}

/**
 * A task in a DAG: what calling a task gives. It is its place in the graph, and it stands for the result of type `T`.
 */
export interface Handle<out T> extends Reference<T> {
  readonly [HANDLE]: TaskNode;
  /** The id inside the DAG, with the prefix of its groups. */
  readonly taskId: string;
  /** One field of the result, or one item of a list, as an input for another task. */
  get<Key extends keyof T & (string | number)>(field: Key): Handle<T[Key]>;
  /** Runs the given steps after this one. Gives this handle back. */
  before(...steps: Steps[]): this;
  /** Runs this after the given steps. Gives this handle back. */
  after(...steps: Steps[]): this;
  /** Makes this a setup: what comes after it runs only if it succeeded. Gives this handle back. */
  asSetup(): this;
  /**
   * Makes this a teardown: it runs when everything between it and its setups has ended, however that ended, if a setup
   * succeeded. Its own failure does not count for the run. Gives this handle back.
   */
  asTeardown(options: TeardownOptions): this;
}

/** Several tasks under one name. An edge to a group leads to its first tasks, an edge from it comes from its last ones. */
export interface Group<out Result> {
  readonly [GROUP]: GroupNode;
  /** The id inside the DAG, with the prefix of the groups around it. */
  readonly groupId: string;
  /** What the function of the group returned. */
  readonly result: Result;
  /** Runs the given steps after the group. Gives the group back. */
  before(...steps: Steps[]): this;
  /** Runs the group after the given steps. Gives the group back. */
  after(...steps: Steps[]): this;
}

export function isHandle(value: unknown): value is Handle<unknown> {
  return isBranded(value, HANDLE);
}

export function isGroup(value: unknown): value is Group<unknown> {
  return isBranded(value, GROUP);
}
