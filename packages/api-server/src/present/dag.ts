import type { Static } from '@sinclair/typebox';
import type { Dag, LastDagRun } from '@tradewind/contract';
import { describeTimetable, isPeriodic, NULL_TIMETABLE } from '@tradewind/model';
import type { DagSummaryRow, DagVersionSummary } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';
import type { DagSources } from '../ports.ts';
import { fileTokenOf } from './file-token.ts';
import { summarizeTimetable } from './timetable.ts';

/** Of a DAG that no version was stored of. */
const NO_SUMMARY: DagVersionSummary = {
  timetable: NULL_TIMETABLE,
  maxActiveRuns: 0,
  maxActiveTasks: 0,
  maxConsecutiveFailedRuns: 0,
  hasTaskLimits: false,
};

export interface DagViewer {
  readonly caller: Caller;
  readonly sources: DagSources | undefined;
}

export function presentDag(dag: DagSummaryRow, { caller, sources }: DagViewer): Static<typeof Dag> {
  const displayName = dag.displayName ?? dag.dagId;
  return {
    dag_id: dag.dagId,
    dag_display_name: displayName,
    description: dag.description,
    is_paused: dag.isPaused,
    is_stale: !dag.isActive,
    is_favorite: dag.isFavorite,
    has_import_errors: dag.hasImportErrors,
    tags: dag.tags.map((name) => ({ name, dag_id: dag.dagId, dag_display_name: displayName })),
    owners: dag.owner.split(',').map((owner) => owner.trim()),
    ...presentOrigin(dag, sources),
    ...presentPlan(dag),
    last_run: presentLastRun(dag),
    can: canOf(caller, 'dag', dag.dagId),
  };
}

function presentOrigin(dag: DagSummaryRow, sources: DagSources | undefined) {
  const folder = sources?.folderOf(dag.bundleName) ?? null;
  return {
    bundle_name: dag.bundleName,
    bundle_version: dag.bundleVersion,
    fileloc: folder === null ? dag.file : `${folder.replace(/\/$/, '')}/${dag.file}`,
    relative_fileloc: dag.file,
    file_token: fileTokenOf(dag),
    last_parsed_time: instantText(dag.lastParsedAt),
    last_parse_duration: null,
    last_expired: null,
  };
}

function presentPlan(dag: DagSummaryRow) {
  const summary = dag.summary ?? NO_SUMMARY;
  const { timetable } = summary;
  return {
    timetable_summary: summarizeTimetable(timetable),
    timetable_description: describeTimetable(timetable),
    timetable_periodic: isPeriodic(timetable),
    timetable_partitioned: false,
    is_backfillable: isPeriodic(timetable),
    next_dagrun_logical_date: instantText(dag.nextLogicalDateAt),
    next_dagrun_data_interval_start: instantText(dag.nextIntervalStartAt),
    next_dagrun_data_interval_end: instantText(dag.nextIntervalEndAt),
    next_dagrun_run_after: instantText(dag.nextRunAfterAt),
    max_active_runs: summary.maxActiveRuns,
    max_active_tasks: summary.maxActiveTasks,
    max_consecutive_failed_dag_runs: summary.maxConsecutiveFailedRuns,
    has_task_concurrency_limits: summary.hasTaskLimits,
    allowed_run_types: null,
  };
}

function presentLastRun(dag: DagSummaryRow): Static<typeof LastDagRun> | null {
  if (dag.lastRunId === null) return null;
  return {
    dag_run_id: dag.lastRunId,
    state: dag.lastRunState!,
    run_after: instantText(dag.lastRunAfterAt!),
    start_date: instantText(dag.lastRunStartedAt),
    end_date: instantText(dag.lastRunFinishedAt),
  };
}
