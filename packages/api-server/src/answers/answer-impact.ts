import type { Static } from '@sinclair/typebox';
import type { Impact } from '@tradewind/contract';
import type { DagGraph, TaskId } from '@tradewind/model';
import { type Database, readTaskHistory } from '@tradewind/store';
import { notFound } from '../http/http-problem.ts';
import { RUNS_OF_HISTORY } from './answer-forecast.ts';
import { estimateRun } from './estimate-run.ts';
import type { LoadedRun } from './load-run.ts';
import { progressOf } from './task-progress.ts';

/** Null: the whole run. @throws {HttpProblem} 404 for a task that the run has not. */
export async function answerImpact(
  database: Database,
  { run, dag, graph, instances }: LoadedRun,
  asked: readonly string[] | null,
): Promise<Static<typeof Impact>> {
  const direct = new Set(asked === null ? graph.taskIds : asked.map((taskId) => requireTask(graph, taskId, run.dagId)));
  const touched = withDescendants(graph, direct);
  const progress = progressOf(instances);
  const tasks = dag.tasks.filter(({ taskId }) => touched.has(taskId));
  const durations = await readTaskHistory(database, run.dagId, RUNS_OF_HISTORY);
  // As if everything else were through and these began at once.
  const again = new Map(
    graph.taskIds.map((taskId) => [
      taskId,
      { state: touched.has(taskId) ? ('none' as const) : ('success' as const), startedAt: null },
    ]),
  );
  const estimates = estimateRun({ graph, progress: again, durations, now: 0 });
  const seconds = (ends: readonly number[]): number => Math.round(Math.max(0, ...ends)) / 1000;
  return {
    dag_id: run.dagId,
    dag_run_id: run.runId,
    tasks: tasks.map(({ taskId, owner }) => ({
      task_id: taskId,
      state: stateText(progress.get(taskId)?.state),
      owner: owner === '' ? dag.owner : owner,
      is_direct: direct.has(taskId),
    })),
    task_count: tasks.length,
    running_count: tasks.filter(({ taskId }) => progress.get(taskId)?.state === 'running').length,
    owners: [...new Set(tasks.map(({ owner }) => (owner === '' ? dag.owner : owner)))].filter((owner) => owner !== ''),
    expected_seconds: seconds(estimates.map(({ endAt }) => endAt)),
    late_seconds: seconds(estimates.map(({ lateEndAt }) => lateEndAt)),
  };
}

function stateText(state: string | undefined): string | null {
  return state === undefined || state === 'none' ? null : state;
}

function requireTask(graph: DagGraph, taskId: string, dagId: string): TaskId {
  if (graph.indexOf(taskId as TaskId) === -1)
    throw notFound(`task_id: this run of DAG "${dagId}" has no task "${taskId}".`);
  return taskId as TaskId;
}

function withDescendants(graph: DagGraph, direct: ReadonlySet<TaskId>): ReadonlySet<TaskId> {
  const touched = new Set(direct);
  for (const taskId of direct) {
    for (const below of graph.descendants(graph.indexOf(taskId))) touched.add(graph.taskIds[below]!);
  }
  return touched;
}
