/** DAGs from the words of the API to those of the port: `snake_case` ends here, and instants become milliseconds. */
import type {
  AnswerOf,
  getDag,
  getDagDetails,
  getDagForecast,
  getImportErrors,
  listDagWarnings,
} from '@tradewind/contract';
import type { DagId, SerializedDag } from '@tradewind/model';
import type { Dag, DagSummary, DagWarning, ImportError, PlannedRun } from '../ports/dags-port.ts';
import { instantOf, instantOrNull } from './wire-instant.ts';

type WireDag = AnswerOf<typeof getDag>;

function sharedOf(dag: WireDag): Omit<DagSummary, 'lastRunState' | 'lastRunAfterAt'> {
  return {
    dagId: dag.dag_id as DagId,
    isPaused: dag.is_paused,
    isActive: !dag.is_stale,
    file: dag.relative_fileloc ?? dag.fileloc,
    bundleName: dag.bundle_name ?? '',
    owner: dag.owners.join(', '),
    tags: dag.tags.map(({ name }) => name),
    description: dag.description,
    nextRunAfterAt: instantOrNull(dag.next_dagrun_run_after),
  };
}

export function dagSummaryOf(dag: WireDag): DagSummary {
  const { last_run: last } = dag;
  return {
    ...sharedOf(dag),
    lastRunState: last?.state ?? null,
    lastRunAfterAt: last === null ? null : instantOf(last.run_after),
  };
}

/** `serialized`: the version in force; null when there is none. */
export function dagOf(dag: AnswerOf<typeof getDagDetails>, serialized: SerializedDag | null): Dag {
  const { latest_dag_version: version } = dag;
  return {
    ...sharedOf(dag),
    nextLogicalDateAt: instantOrNull(dag.next_dagrun_logical_date),
    nextIntervalStartAt: instantOrNull(dag.next_dagrun_data_interval_start),
    nextIntervalEndAt: instantOrNull(dag.next_dagrun_data_interval_end),
    lastParsedAt: instantOrNull(dag.last_parsed_time) ?? 0,
    version:
      version === null || serialized === null
        ? null
        : { number: version.version_number, createdAt: instantOf(version.created_at), serialized },
  };
}

export function plannedRunOf(run: AnswerOf<typeof getDagForecast>['runs'][number]): PlannedRun {
  return {
    runAfterAt: instantOf(run.run_after),
    logicalDateAt: instantOrNull(run.logical_date),
    dataIntervalStartAt: instantOrNull(run.data_interval_start),
    dataIntervalEndAt: instantOrNull(run.data_interval_end),
  };
}

export function importErrorOf(error: AnswerOf<typeof getImportErrors>['import_errors'][number]): ImportError {
  return {
    bundleName: error.bundle_name ?? '',
    file: error.filename,
    code: error.code ?? '',
    message: error.message ?? error.stack_trace,
    line: error.line,
    codeFrame: error.code_frame,
    happenedAt: instantOf(error.timestamp),
  };
}

export function warningOf(warning: AnswerOf<typeof listDagWarnings>['dag_warnings'][number]): DagWarning {
  return {
    dagId: warning.dag_id as DagId,
    warningType: warning.warning_type,
    message: warning.message,
    happenedAt: instantOf(warning.timestamp),
  };
}
