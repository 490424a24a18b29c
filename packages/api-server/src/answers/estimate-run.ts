/** When the remaining tasks of a run will start and end, from how long they took before. Pure. */
import { type DagGraph, isFinished, type TaskId, type TaskInstanceState } from '@tradewind/model';

/** How long a task takes, in milliseconds. */
export interface TaskDuration {
  readonly samples: number;
  readonly medianMs: number;
  readonly p90Ms: number;
}

/** A task in a run: the state of all of its instances together. */
export interface TaskProgress {
  readonly state: TaskInstanceState;
  /** Milliseconds since the epoch; null before it starts. */
  readonly startedAt: number | null;
}

/** `*At` are milliseconds since the epoch. */
export interface TaskEstimate {
  readonly taskId: TaskId;
  readonly state: TaskInstanceState;
  readonly startAt: number;
  readonly endAt: number;
  /** Later than this in one of ten cases. */
  readonly lateEndAt: number;
  readonly isCritical: boolean;
  readonly samples: number;
}

export interface EstimateInput {
  readonly graph: DagGraph;
  readonly progress: ReadonlyMap<TaskId, TaskProgress>;
  readonly durations: ReadonlyMap<TaskId, TaskDuration>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A task that never ran yet is expected to take as long as the median of the others. */
function usualOf(durations: ReadonlyMap<TaskId, TaskDuration>): TaskDuration {
  const medians = [...durations.values()].map(({ medianMs }) => medianMs).sort((one, other) => one - other);
  const medianMs = medians[Math.floor(medians.length / 2)] ?? 1000;
  return { samples: 0, medianMs, p90Ms: medianMs * 2 };
}

/** Those that have not finished, in the order of their starts. */
export function estimateRun({ graph, progress, durations, now }: EstimateInput): readonly TaskEstimate[] {
  const usual = usualOf(durations);
  const estimates = new Map<number, TaskEstimate>();
  for (const index of graph.topologicalOrder) {
    const taskId = graph.taskIds[index]!;
    const { state, startedAt } = progress.get(taskId) ?? { state: 'none', startedAt: null };
    if (isFinished(state)) continue;
    const before = [...graph.upstream[index]!].flatMap((up) => estimates.get(up) ?? []);
    const { samples, medianMs, p90Ms } = durations.get(taskId) ?? usual;
    const startAt = startedAt ?? Math.max(now, ...before.map(({ endAt }) => endAt));
    const lateStartAt = startedAt ?? Math.max(now, ...before.map(({ lateEndAt }) => lateEndAt));
    estimates.set(index, {
      taskId,
      state,
      startAt,
      endAt: Math.max(now, startAt + medianMs),
      lateEndAt: Math.max(now, lateStartAt + p90Ms),
      isCritical: false,
      samples,
    });
  }
  const critical = criticalPath(graph, estimates);
  return [...estimates]
    .map(([index, estimate]) => ({ ...estimate, isCritical: critical.has(index) }))
    .sort((one, other) => one.startAt - other.startAt || one.endAt - other.endAt);
}

/** From the task that ends last back to what it waits for longest. */
function criticalPath(graph: DagGraph, estimates: ReadonlyMap<number, TaskEstimate>): ReadonlySet<number> {
  const latest = (indexes: Iterable<number>): number | undefined =>
    [...indexes]
      .filter((index) => estimates.has(index))
      .sort((one, other) => estimates.get(other)!.endAt - estimates.get(one)!.endAt)[0];
  const path = new Set<number>();
  for (let index = latest(estimates.keys()); index !== undefined; index = latest(graph.upstream[index]!))
    path.add(index);
  return path;
}
