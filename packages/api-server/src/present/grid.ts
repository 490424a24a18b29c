import type { Static } from '@sinclair/typebox';
import type { GridRun, GridRunTask } from '@tradewind/contract';
import { gravestState, type TaskInstanceState } from '@tradewind/model';
import type { GridRunRow, GridRunTaskRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';

/** The head of a column; its cells are not part of it. */
export function presentGridRun(run: GridRunRow, versionNumber: number): Static<typeof GridRun> {
  return {
    dag_run_id: run.runId,
    state: run.state,
    run_type: run.runType,
    logical_date: instantText(run.logicalDateAt),
    run_after: instantText(run.runAfterAt),
    queued_at: instantText(run.queuedAt),
    start_date: instantText(run.startedAt),
    end_date: instantText(run.finishedAt),
    version_number: versionNumber,
    clear_number: run.clearNumber,
    has_note: run.hasNote,
  };
}

export function presentGridTask(task: GridRunTaskRow, row: number | undefined): Static<typeof GridRunTask> {
  const { startedAt, finishedAt } = task;
  const state = gravestState(task.states);
  return {
    row: row ?? null,
    task_id: task.taskId,
    state: state === 'none' ? null : state,
    try_number: task.tryNumber,
    max_tries: task.maxTries,
    queued_when: instantText(task.queuedAt),
    start_date: instantText(startedAt),
    end_date: instantText(finishedAt),
    duration: startedAt === null || finishedAt === null ? null : (finishedAt - startedAt) / 1000,
    has_note: task.hasNote,
    ...(task.isMapped ? { instances: countStates(task.states) } : {}),
  };
}

function countStates(states: readonly TaskInstanceState[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
