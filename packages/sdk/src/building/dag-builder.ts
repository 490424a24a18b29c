/**
 * The DAG that is being declared.
 *
 * While the function of a `dag()` runs, its builder stands under a shared symbol, so that tasks and operators of any
 * copy of this package add themselves to it. Edges are only collected here: which tasks an edge of a group touches is
 * known when all of them are.
 */
import type { SerializedTimetable } from '@tradewind/model';
import { DagNestedError, HandleOfOtherDagError, TaskIdDuplicateError, TaskOutsideDagError } from '../errors.ts';
import { checkId } from '../options/check-options.ts';
import type { TaskOptions, TaskSettings } from '../options/task-options.ts';
import { planInput } from '../wiring/input-plan.ts';
import type { GroupNode } from './group-node.ts';
import type { StepNode, TaskDeclaration, TaskNode } from './task-node.ts';

export interface Edge {
  readonly from: StepNode;
  readonly to: StepNode;
}

const CURRENT: symbol = Symbol.for('tradewind.building');
const shared = globalThis as { [CURRENT]?: DagBuilder | null };

export class DagBuilder {
  readonly dagId: string;
  readonly timetable: SerializedTimetable;
  readonly tasks: Map<string, TaskNode> = new Map();
  readonly groups: Map<string, GroupNode> = new Map();
  readonly edges: Edge[] = [];
  #scope: GroupNode | null = null;
  #defaults: TaskSettings;

  constructor(dagId: string, timetable: SerializedTimetable, defaults: TaskSettings) {
    this.dagId = dagId;
    this.timetable = timetable;
    this.#defaults = defaults;
  }

  /** Adds a task with its input, and an edge from every task that the input refers to. */
  addTask(declaration: TaskDeclaration, input: unknown): TaskNode {
    const id = this.#claimId('task', declaration.id);
    const plan = planInput(input);
    for (const { taskId, dag } of plan.references) {
      if (dag !== this) throw new HandleOfOtherDagError(taskId ?? 'params', dag.dagId, this.dagId);
    }
    const node: TaskNode = {
      kind: 'task',
      builder: this,
      id,
      group: this.#scope,
      declaration,
      options: mergeOptions(this.#defaults, declaration.options),
      plan,
      targets: null,
      isSetup: false,
      teardown: null,
    };
    this.tasks.set(id, node);
    for (const { taskId } of plan.references) if (taskId !== null) this.connect(this.#taskOf(taskId), node);
    return node;
  }

  /** Adds a group, and runs `fill` with the tasks it adds inside that group. */
  addGroup<Result>(
    id: string,
    options: Pick<GroupNode, 'prefixesIds' | 'displayName' | 'tooltip'> & { readonly defaults: TaskSettings },
    fill: () => Result,
  ): { readonly node: GroupNode; readonly result: Result } {
    const { defaults, ...facts } = options;
    const parent = this.#scope;
    const node: GroupNode = { kind: 'group', builder: this, id: this.#claimId('group', id), parent, ...facts };
    this.groups.set(node.id, node);
    const outerDefaults = this.#defaults;
    this.#scope = node;
    this.#defaults = mergeOptions(outerDefaults, defaults);
    try {
      return { node, result: fill() };
    } finally {
      this.#scope = parent;
      this.#defaults = outerDefaults;
    }
  }

  /** @throws {HandleOfOtherDagError} when one of the two is of another DAG. */
  connect(from: StepNode, to: StepNode): void {
    for (const { id, builder } of [from, to]) {
      if (builder !== this) throw new HandleOfOtherDagError(id, builder.dagId, this.dagId);
    }
    if (shared[CURRENT] !== this) throw new TaskOutsideDagError(to.id);
    this.edges.push({ from, to });
  }

  /** Runs the function of a `dag()`; what it calls adds itself to this builder. */
  build<Result>(declare: () => Result): Result {
    const outer = shared[CURRENT] ?? null;
    if (outer !== null) throw new DagNestedError(this.dagId, outer.dagId);
    shared[CURRENT] = this;
    try {
      return declare();
    } finally {
      shared[CURRENT] = null;
    }
  }

  #claimId(what: 'task' | 'group', localId: string): string {
    const id = `${this.#prefix()}${localId}`;
    checkId(what, id);
    if (this.tasks.has(id) || this.groups.has(id)) throw new TaskIdDuplicateError(this.dagId, id);
    return id;
  }

  /** The innermost group that gives its id to its members: that id already has the prefixes around it. */
  #prefix(): string {
    for (let group = this.#scope; group !== null; group = group.parent) if (group.prefixesIds) return `${group.id}.`;
    return '';
  }

  #taskOf(taskId: string): TaskNode {
    return this.tasks.get(taskId)!;
  }
}

/** The builder of the DAG that is being declared. @throws {TaskOutsideDagError} when there is none. */
export function currentBuilder(id: string): DagBuilder {
  const current = shared[CURRENT] ?? null;
  if (current === null) throw new TaskOutsideDagError(id);
  return current;
}

/** Options over defaults; an option that is undefined counts as left out. */
export function mergeOptions<Options extends TaskOptions>(defaults: TaskOptions, options: Options): Options {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as Options;
}
