import type { Static } from '@sinclair/typebox';
import type { DagRun, VersionOfRun } from '@tradewind/contract';
import type { DagRunTrigger } from '@tradewind/model';
import type { DagRunRow, VersionCard } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { canOf } from '../identity/policy/can.ts';

export function presentDagRun(run: DagRunRow, version: VersionCard | undefined, caller: Caller): Static<typeof DagRun> {
  return {
    dag_run_id: run.runId,
    dag_id: run.dagId,
    dag_display_name: version?.displayName ?? run.dagId,
    state: run.state,
    run_type: run.runType,
    triggered_by: run.triggeredBy as DagRunTrigger,
    triggering_user_name: run.triggeredByUser,
    logical_date: instantText(run.logicalDateAt),
    data_interval_start: instantText(run.dataIntervalStartAt),
    data_interval_end: instantText(run.dataIntervalEndAt),
    run_after: instantText(run.runAfterAt),
    queued_at: instantText(run.queuedAt),
    start_date: instantText(run.startedAt),
    end_date: instantText(run.finishedAt),
    duration: secondsBetween(run.startedAt, run.finishedAt),
    last_scheduling_decision: null,
    conf: run.conf,
    note: run.note,
    dag_versions: version === undefined ? [] : [presentVersion(version)],
    bundle_version: version?.bundleVersion ?? null,
    partition_key: null,
    partition_date: null,
    clear_number: run.clearNumber,
    reason: run.reason,
    can: canOf(caller, 'dag_run', run.dagId),
  };
}

export function presentVersion(version: VersionCard): Static<typeof VersionOfRun> {
  return {
    id: version.versionId,
    version_number: version.number,
    dag_id: version.dagId,
    dag_display_name: version.displayName ?? version.dagId,
    bundle_name: version.bundleName,
    bundle_version: version.bundleVersion,
    bundle_url: null,
    created_at: instantText(version.createdAt),
  };
}

/** Null until it has ended. */
export function secondsBetween(startedAt: number | null, finishedAt: number | null): number | null {
  return startedAt === null || finishedAt === null ? null : Math.max(0, finishedAt - startedAt) / 1000;
}
