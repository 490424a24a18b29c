/**
 * Turns the edges between tasks and groups into edges between tasks.
 *
 * An edge to a group leads to its first tasks, one from it comes from its last tasks. Which these are depends on the
 * edges inside the group, so edges are resolved from the inside out.
 */
import { GroupEmptyError, GroupNestingError } from '../errors.ts';
import type { DagBuilder, Edge } from './dag-builder.ts';
import type { GroupNode } from './group-node.ts';
import type { StepNode, TaskNode } from './task-node.ts';

/** The direct neighbours of every task, by id. */
export interface TaskGraph {
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
  readonly downstream: ReadonlyMap<string, ReadonlySet<string>>;
  /** The tasks that an edge to `step` leads to. */
  firstTasksOf(step: StepNode): readonly TaskNode[];
}

/**
 * @throws {GroupNestingError} when an edge connects a group with something inside it.
 * @throws {GroupEmptyError} when a group has no tasks.
 */
export function resolveEdges(builder: DagBuilder): TaskGraph {
  const resolver = new EdgeResolver(builder);
  for (const edge of builder.edges.toSorted((a, b) => depthOf(b) - depthOf(a))) resolver.add(edge);
  return resolver;
}

class EdgeResolver implements TaskGraph {
  readonly upstream: Map<string, Set<string>>;
  readonly downstream: Map<string, Set<string>>;
  readonly #members = new Map<GroupNode, TaskNode[]>();

  constructor(builder: DagBuilder) {
    const tasks = [...builder.tasks.values()];
    this.upstream = new Map(tasks.map(({ id }) => [id, new Set()]));
    this.downstream = new Map(tasks.map(({ id }) => [id, new Set()]));
    for (const group of builder.groups.values()) this.#members.set(group, []);
    for (const task of tasks) for (const group of groupsAround(task)) this.#members.get(group)!.push(task);
    for (const [group, members] of this.#members) if (members.length === 0) throw new GroupEmptyError(group.id);
  }

  add({ from, to }: Edge): void {
    checkNesting(from, to);
    for (const last of this.lastTasksOf(from)) for (const first of this.firstTasksOf(to)) this.#connect(last, first);
  }

  firstTasksOf(step: StepNode): readonly TaskNode[] {
    if (step.kind === 'task') return [step];
    const members = this.#members.get(step)!;
    return members.filter(({ id }) => !this.#hasNeighbour(this.upstream, id, members));
  }

  /** Teardowns do not count: what comes after a group waits for its work, not for its cleaning up. */
  lastTasksOf(step: StepNode): readonly TaskNode[] {
    if (step.kind === 'task') return [step];
    const members = this.#members.get(step)!;
    const work = members.filter(({ teardown }) => teardown === null);
    const last = work.filter(({ id }) => !this.#hasNeighbour(this.downstream, id, work));
    const isOnlySetup = ({ id, isSetup }: TaskNode): boolean =>
      isSetup && this.#hasNeighbour(this.downstream, id, members);
    const beforeTeardown = last.filter((task) => !isOnlySetup(task));
    if (beforeTeardown.length > 0) return beforeTeardown;
    return last.length > 0 ? last : members;
  }

  #hasNeighbour(edges: Map<string, Set<string>>, id: string, among: readonly TaskNode[]): boolean {
    const neighbours = edges.get(id)!;
    return neighbours.size > 0 && among.some((task) => neighbours.has(task.id));
  }

  #connect(from: TaskNode, to: TaskNode): void {
    this.downstream.get(from.id)!.add(to.id);
    this.upstream.get(to.id)!.add(from.id);
  }
}

/** The groups around a task or group, from the inside out. */
function groupsAround(step: StepNode): readonly GroupNode[] {
  const groups: GroupNode[] = [];
  for (let group = step.kind === 'task' ? step.group : step.parent; group !== null; group = group.parent)
    groups.push(group);
  return groups;
}

/** How many groups hold both ends of an edge. */
function depthOf({ from, to }: Edge): number {
  const around = new Set(groupsAround(from));
  return groupsAround(to).filter((group) => around.has(group)).length;
}

function checkNesting(from: StepNode, to: StepNode): void {
  if (from.kind === 'group' && (from === to || groupsAround(to).includes(from)))
    throw new GroupNestingError(from.id, to.id);
  if (to.kind === 'group' && groupsAround(from).includes(to)) throw new GroupNestingError(to.id, from.id);
}
