import type { Flow } from '@tradewind/model';
import type { TaskContext } from '../context/task-context.ts';
import type { TaskOptions } from '../options/task-options.ts';
import type { DeclaredParams } from '../params/declared-params.ts';
import type { AuthoredFields } from '../templates/authored-fields.ts';
import type { InputPlan } from '../wiring/input-plan.ts';
import type { DagBuilder } from './dag-builder.ts';
import type { GroupNode } from './group-node.ts';

/** The code of a task as the builder sees it; the types of input and output were checked where it was declared. */
export type RunTask = (input: never, context: TaskContext<never>) => unknown;

/** What `task`, `branch` and the operators declare. */
export interface TaskDeclaration {
  /** What kind of task it is, for people: `task`, `branch`, `bash`, … */
  readonly operator: string;
  readonly id: string;
  readonly options: TaskOptions;
  readonly run: RunTask;
  readonly flow: Flow | null;
  /** `short_circuit` only: leave the tasks after the direct ones to their trigger rules. */
  readonly respectTriggerRules: boolean;
  /** Whether there is no code to run. */
  readonly isEmpty: boolean;
  /** The params that the task itself declares. */
  readonly params: DeclaredParams | null;
  /** The fields of an operator that hold templates; null for a plain task. */
  readonly fields: AuthoredFields | null;
}

/** A task as the builder of a DAG keeps it. */
export interface TaskNode {
  readonly kind: 'task';
  readonly builder: DagBuilder;
  readonly id: string;
  readonly group: GroupNode | null;
  readonly declaration: TaskDeclaration;
  /** Defaults of the DAG and its groups under the options of the task itself. */
  readonly options: TaskOptions;
  readonly plan: InputPlan;
  /** `branch` only: what follows each choice; null until `.to({ … })` says so. */
  targets: ReadonlyMap<string, readonly StepNode[]> | null;
  isSetup: boolean;
  /** The setups that this task tears down; null for an ordinary task. */
  teardown: { readonly setups: readonly TaskNode[]; readonly onFailureFailDagRun: boolean } | null;
}

export type StepNode = TaskNode | GroupNode;
