/** Whether the recorded instants are possible: order along the edges, and never more at once than a pool has slots. */
import { nameOf } from './check-runs.ts';
import type { RecordedRun, RecordedTask } from './recorded.ts';

/** Processes read one clock, in whole milliseconds. */
const TOLERANCE_MS = 2;

export function checkInstants(runs: readonly RecordedRun[]): readonly string[] {
  return runs.flatMap((run) => run.graph.flatMap(({ taskId, upstream }) => checkEdges(run, taskId, upstream)));
}

function checkEdges(run: RecordedRun, taskId: string, upstream: readonly string[]): readonly string[] {
  const startedAt = run.tasks.get(taskId)?.startedAt ?? null;
  if (startedAt === null) return [];
  return upstream.flatMap((before) => {
    const finishedAt = run.tasks.get(before)?.finishedAt ?? null;
    if (finishedAt === null || finishedAt <= startedAt + TOLERANCE_MS) return [];
    return [`${nameOf(run)}: ${taskId} started ${finishedAt - startedAt} ms before ${before} finished`];
  });
}

export function checkPool(runs: readonly RecordedRun[], pool: string, slots: number): readonly string[] {
  const held = runs.flatMap(({ tasks }) => [...tasks.values()].filter((task) => task.pool === pool));
  const most = mostAtOnce(held);
  return most <= slots ? [] : [`${most} tasks of pool ${pool} ran at once, and it has ${slots} slots`];
}

function mostAtOnce(tasks: readonly RecordedTask[]): number {
  const changes = tasks.flatMap(({ startedAt, finishedAt }) =>
    startedAt === null || finishedAt === null
      ? []
      : [
          { at: startedAt + TOLERANCE_MS, by: 1 },
          { at: finishedAt, by: -1 },
        ],
  );
  let now = 0;
  let most = 0;
  for (const { by } of changes.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}
