import type { Static } from '@sinclair/typebox';
import type { Dag, DagDetails } from '@tradewind/contract';
import type { SerializedDag } from '@tradewind/model';
import type { DagVersionPageRow } from '@tradewind/store';
import { presentParams } from './dag-params.ts';
import { presentDagVersion } from './dag-version.ts';
import { isoDuration } from './duration.ts';
import { timeZoneOf } from './timetable.ts';

export interface DetailParts {
  readonly dag: Static<typeof Dag>;
  /** Null: no version of it was stored. */
  readonly version: { readonly row: DagVersionPageRow; readonly serialized: SerializedDag } | null;
  readonly activeRuns: number;
}

export function presentDagDetails({ dag, version, activeRuns }: DetailParts): Static<typeof DagDetails> {
  const serialized = version?.serialized;
  const timeoutMs = serialized?.dagRunTimeoutMs ?? null;
  return {
    ...dag,
    active_runs_count: activeRuns,
    asset_expression: null,
    catchup: serialized?.catchup ?? false,
    concurrency: dag.max_active_tasks,
    dag_run_timeout: timeoutMs === null ? null : isoDuration(timeoutMs),
    default_args: null,
    doc_md: serialized?.docMd ?? null,
    start_date: serialized?.startDate ?? null,
    end_date: serialized?.endDate ?? null,
    is_paused_upon_creation: serialized?.isPausedUponCreation ?? null,
    last_parsed: dag.last_parsed_time,
    latest_dag_version: version === null ? null : presentDagVersion(version.row),
    owner_links: {},
    params: presentParams(serialized?.params ?? null),
    params_schema: serialized?.params ?? null,
    render_template_as_native_obj: true,
    rerun_with_latest_version: null,
    template_search_path: null,
    timezone: serialized === undefined ? null : timeZoneOf(serialized.timetable),
    fail_fast: serialized?.failFast ?? false,
  };
}
