import type { DagId, DagRunKey, RunId, TaskId, TaskInstanceState } from '@tradewind/model';
import {
  clearTaskInstances,
  findDagVersion,
  type LockedDagRun,
  lockDagRuns,
  notifySchedulers,
  previewClearTaskInstances,
  type Queryable,
  requeueDagRuns,
  type TaskSelection,
} from '@tradewind/store';
import type { OperationContext } from './dag-operations.ts';
import { requireDag, serializedOf } from './require-dag.ts';
import { requireRun } from './run-operations.ts';
import { selectTasks, type TaskSelectionRequest } from './select-tasks.ts';

export interface ClearRequest extends TaskSelectionRequest {
  readonly dagId: DagId;
  /** One run by its id or its logical date; otherwise those whose logical date is in the range. */
  readonly runId?: string;
  readonly logicalDateFromAt?: number;
  readonly logicalDateToAt?: number;
  /** Only those that failed, or whose upstream did. */
  readonly onlyFailed: boolean;
  readonly onlyRunning: boolean;
  /** Changes nothing, and says what would be cleared. */
  readonly isDryRun: boolean;
}

export interface ClearedTask {
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  /** The state that it is cleared from. */
  readonly state: TaskInstanceState;
}

export interface TaskOperations {
  /** @throws {DagNotFoundError | DagRunNotFoundError | TaskNotFoundError} */
  clear(request: ClearRequest): Promise<readonly ClearedTask[]>;
}

export function taskOperations({ database }: OperationContext): TaskOperations {
  return {
    clear: (request) => database.transaction((transaction) => clear(transaction, request)),
  };
}

async function clear(transaction: Queryable, request: ClearRequest): Promise<readonly ClearedTask[]> {
  const { dagId } = request;
  const dag = await requireDag(transaction, dagId);
  selectTasks(serializedOf(dag), request);
  const runs = await lockDagRuns(transaction, dagId, {
    ...(request.runId === undefined ? {} : { runId: (await requireRun(transaction, dagId, request.runId)).runId }),
    ...(request.logicalDateFromAt === undefined ? {} : { logicalDateFromAt: request.logicalDateFromAt }),
    ...(request.logicalDateToAt === undefined ? {} : { logicalDateToAt: request.logicalDateToAt }),
  });
  const selections = await selectInRuns(transaction, runs, request);
  const change = request.isDryRun ? previewClearTaskInstances : clearTaskInstances;
  const cleared = await change(transaction, selections, statesOf(request));
  const runIds = new Map(runs.map((run) => [run.dagRunKey, run.runId]));
  const touched = [...new Set(cleared.map(({ dagRunKey }) => dagRunKey))];
  if (!request.isDryRun && touched.length > 0) {
    await requeueDagRuns(transaction, touched);
    await notifySchedulers(transaction, { kind: 'run', runs: touched, dagIds: [dagId] });
  }
  return cleared.map(({ dagRunKey, ...task }) => ({ runId: runIds.get(dagRunKey)!, ...task }));
}

/** Each run by the version that it runs; a task that one version lacks is left out there. */
async function selectInRuns(
  transaction: Queryable,
  runs: readonly LockedDagRun[],
  request: ClearRequest,
): Promise<readonly TaskSelection[]> {
  const selections: { dagRunKey: DagRunKey; taskIds: readonly TaskId[] }[] = [];
  const byVersion = Map.groupBy(runs, ({ dagVersionId }) => dagVersionId);
  for (const [dagVersionId, ofVersion] of byVersion) {
    const version = (await findDagVersion(transaction, dagVersionId))!;
    const known = new Set(version.tasks.map(({ taskId }) => taskId));
    const { taskIds, ...rest } = request;
    const selected = selectTasks(
      version,
      taskIds === undefined ? rest : { ...rest, taskIds: taskIds.filter((id) => known.has(id)) },
    );
    for (const { dagRunKey } of ofVersion) selections.push({ dagRunKey, taskIds: selected });
  }
  return selections;
}

/** Null: every state. */
function statesOf({ onlyFailed, onlyRunning }: ClearRequest): readonly TaskInstanceState[] | null {
  const failed: readonly TaskInstanceState[] = onlyFailed ? ['failed', 'upstream_failed'] : [];
  const running: readonly TaskInstanceState[] = onlyRunning ? ['running'] : [];
  return onlyFailed || onlyRunning ? [...failed, ...running] : null;
}
