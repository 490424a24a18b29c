import {
  type DagId,
  findCycle,
  type GroupId,
  normalDagAccess,
  SERIALIZED_DAG_VERSION,
  type SerializedDag,
  type SerializedGroup,
  type TaskId,
} from '@tradewind/model';
import { parseDuration } from '../duration.ts';
import { DagCycleError, OptionInvalidError } from '../errors.ts';
import type { DagOptions } from '../options/dag-options.ts';
import type { DeclaredParams } from '../params/declared-params.ts';
import type { DagBuilder } from './dag-builder.ts';
import type { GroupNode } from './group-node.ts';
import { resolveDate } from './resolve-dates.ts';
import type { TaskGraph } from './resolve-edges.ts';
import { serializeTask } from './serialize-task.ts';
import { setupsByTask } from './setup-scopes.ts';

const MAX_ACTIVE = 16;

/** What `dag()` knows of a DAG when its function has returned. */
export interface DeclaredDag {
  readonly builder: DagBuilder;
  readonly options: DagOptions;
  readonly params: DeclaredParams | null;
  readonly graph: TaskGraph;
  readonly resultTaskId: string | null;
}

/**
 * @throws {DagCycleError} when a task comes after itself.
 * @throws {StartDateInvalidError} and {OptionInvalidError} for options that contradict each other.
 */
export function serializeDag({ builder, options, params, graph, resultTaskId }: DeclaredDag): SerializedDag {
  const { dagId, timetable } = builder;
  const setups = setupsByTask(builder.tasks, graph);
  const tasks = [...builder.tasks.values()].map((node) =>
    serializeTask(node, { timetable, upstream: graph.upstream.get(node.id)!, setups: setups.get(node.id) ?? [] }),
  );
  const cycle = findCycle(tasks);
  if (cycle !== null) throw new DagCycleError(dagId, cycle);
  const { failFast = false, dagRunTimeout } = options;
  if (failFast) checkFailFast(dagId, tasks);
  return {
    schemaVersion: SERIALIZED_DAG_VERSION,
    dagId: dagId as DagId,
    displayName: options.displayName ?? null,
    description: options.description ?? null,
    docMd: options.docMd ?? null,
    owner: options.owner ?? 'tradewind',
    tags: [...new Set(options.tags ?? [])].toSorted(),
    timetable,
    ...resolveDates(builder, options),
    catchup: options.catchup ?? false,
    maxActiveRuns: maxActiveRunsOf(builder, options),
    maxActiveTasks: options.maxActiveTasks ?? MAX_ACTIVE,
    maxConsecutiveFailedRuns: options.maxConsecutiveFailedRuns ?? 0,
    dagRunTimeoutMs: dagRunTimeout === undefined || dagRunTimeout === null ? null : parseDuration(dagRunTimeout),
    failFast,
    isPausedUponCreation: options.isPausedUponCreation ?? null,
    ...(options.access === undefined ? {} : { access: normalDagAccess(options.access) }),
    params: params?.jsonSchema ?? null,
    tasks,
    groups: [...builder.groups.values()].map(serializeGroup),
    resultTaskId: resultTaskId as TaskId | null,
  };
}

function serializeGroup({ id, parent, displayName, tooltip }: GroupNode): SerializedGroup {
  return { groupId: id as GroupId, parentId: (parent?.id ?? null) as GroupId | null, displayName, tooltip };
}

function resolveDates(
  { dagId, timetable }: DagBuilder,
  options: DagOptions,
): Pick<SerializedDag, 'startDate' | 'endDate'> {
  const startDate = resolveDate('startDate', options.startDate, timetable);
  const endDate = resolveDate('endDate', options.endDate, timetable);
  if (startDate !== null && endDate !== null && startDate > endDate) {
    throw new OptionInvalidError(`DAG "${dagId}"`, [
      `expected endDate to be after startDate (${startDate}), got: ${endDate}`,
    ]);
  }
  return { startDate, endDate };
}

/** A continuous DAG starts its next run when the last one has finished, so there is never more than one. */
function maxActiveRunsOf({ dagId, timetable }: DagBuilder, { maxActiveRuns }: DagOptions): number {
  const isContinuous = timetable.kind === 'continuous';
  if (isContinuous && (maxActiveRuns ?? 1) !== 1) {
    throw new OptionInvalidError(`DAG "${dagId}"`, [
      `expected maxActiveRuns to be 1 with a continuous schedule, got: ${maxActiveRuns}`,
    ]);
  }
  return maxActiveRuns ?? (isContinuous ? 1 : MAX_ACTIVE);
}

function checkFailFast(dagId: string, tasks: SerializedDag['tasks']): void {
  const others = tasks.filter(({ triggerRule, isTeardown }) => triggerRule !== 'all_success' && !isTeardown);
  if (others.length === 0) return;
  throw new OptionInvalidError(
    `DAG "${dagId}"`,
    others.map(
      ({ taskId, triggerRule }) =>
        `expected task "${taskId}" to have the trigger rule "all_success", since failFast is on, got: "${triggerRule}"`,
    ),
  );
}
