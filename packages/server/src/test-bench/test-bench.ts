/** Runs author code outside of the schedule: no runs, no states, no results in the database. */
import { randomUUID } from 'node:crypto';
import { readDagFolder } from '@tradewind/dag-processor';
import {
  type AttemptId,
  type AttemptOutcome,
  type DagId,
  type DagRunKey,
  type DagRunState,
  type DagVersionId,
  type EncodedValue,
  encodeValue,
  type JsonObject,
  manualInterval,
  manualRunId,
  type RunFacts,
  type TaskId,
  type Workload,
} from '@tradewind/model';
import { compilePlan, createBoard, type DagPlan } from '@tradewind/scheduler/decide';
import { Supervisor } from '@tradewind/worker';
import { childEnvironment } from '../config/child-environment.ts';
import { type LoadedConfig, secretsInEnvironment } from '../config/index.ts';
import { bundleFolder } from '../daemons/bundle-folder.ts';
import { childArguments } from '../daemons/child-arguments.ts';
import type { Installation } from '../daemons/installation.ts';
import { storeExecutionApi } from '../daemons/store-execution-api.ts';
import { openMigratedDatabase } from '../platform/configured-database.ts';
import { openSecretBox } from '../platform/open-platform.ts';
import { DagNotInFolderError, TaskNotInDagFileError } from './errors.ts';
import type { TestObserver } from './observer.ts';
import { observingLogStore } from './observing-log-store.ts';
import { runBoard } from './run-board.ts';

export interface TestRequest {
  readonly dagId: DagId;
  /** Null: without a date. */
  readonly logicalDateAt: number | null;
  readonly conf: JsonObject;
  readonly observer: TestObserver;
  readonly signal: AbortSignal;
}

export interface TestBench {
  /** Runs the DAG as its file is. Retries follow at once. @throws {DagNotInFolderError} */
  testDag(loaded: LoadedConfig, request: TestRequest): Promise<DagRunState>;
  /** Runs one task. `inputs`: the results of upstream tasks, by task id, as plain data. */
  testTask(
    loaded: LoadedConfig,
    request: TestRequest & { readonly taskId: TaskId; readonly mapIndex: number; readonly inputs: JsonObject },
  ): Promise<AttemptOutcome>;
  /** The templated fields of a task, rendered. */
  renderTask(
    loaded: LoadedConfig,
    request: Omit<TestRequest, 'observer'> & { readonly taskId: TaskId },
  ): Promise<JsonObject>;
}

export function openTestBench(installation: Installation): TestBench {
  return {
    testDag: (loaded, request) =>
      withBench(installation, loaded, request, ({ plan, facts, supervisor }) => {
        const board = createBoard({ facts, plan, startedAt: facts.runAfterAt, revision: 0 });
        return runBoard({ board, supervisor, observer: request.observer, signal: request.signal });
      }),
    testTask: (loaded, request) =>
      withBench(installation, loaded, request, async (bench) => {
        const inputs = Object.entries(request.inputs).map(([id, value]) => [id, encodeValue(value)] as const);
        const { outcome } = await runAlone(bench, request, Object.fromEntries(inputs), false);
        return outcome;
      }),
    renderTask: (loaded, request) =>
      withBench(installation, loaded, { ...request, observer: SILENT }, async (bench) => {
        const { outcome, rendered } = await runAlone(bench, request, {}, true);
        if (outcome.kind === 'failed') throw Object.assign(new Error(outcome.error.message), outcome.error);
        return rendered ?? {};
      }),
  };
}

const SILENT: TestObserver = { taskChanged: () => undefined, logged: () => undefined, returned: () => undefined };

interface Bench {
  readonly plan: DagPlan;
  readonly facts: RunFacts;
  readonly supervisor: Supervisor;
}

async function withBench<Result>(
  installation: Installation,
  { config }: LoadedConfig,
  request: TestRequest,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const plan = await findPlan(installation, { config } as LoadedConfig, request.dagId);
  const opened = await openMigratedDatabase(config);
  const api = storeExecutionApi({
    database: opened.database,
    now: Date.now,
    triggeredBy: 'test',
    user: null,
    secrets: () => openSecretBox(config),
    environment: secretsInEnvironment(),
  });
  const supervisor = new Supervisor({
    api,
    logs: observingLogStore(request.observer),
    bundles: bundleFolder(config.core.home),
    maxChildren: Math.max(1, config.core.parallelism),
    maxXComBytes: config.worker.xcomMaxBytes,
    killGraceMs: config.worker.killGraceSec * 1000,
    childArguments: childArguments(),
    environment: childEnvironment(),
  });
  try {
    return await work({ plan, facts: factsOf(plan, request), supervisor });
  } finally {
    await supervisor.stop({ graceMs: 0 });
    await opened.close();
  }
}

async function findPlan({ packageFolder }: Installation, { config }: LoadedConfig, dagId: DagId): Promise<DagPlan> {
  const { home, dagsFolder } = config.core;
  const { bundleVersion, dags, faults } = await readDagFolder({
    home,
    folder: dagsFolder,
    tradewindPackage: packageFolder,
    load: { timeoutMs: config.dagProcessor.importTimeoutSec * 1000, memoryLimitMb: config.dagProcessor.memoryLimitMb },
  });
  const found = dags.get(dagId);
  if (found === undefined) throw new DagNotInFolderError(dagId, dagsFolder, [...dags.keys()], faults);
  return compilePlan('' as DagVersionId, found.serialized, { bundleVersion, file: found.file });
}

function factsOf({ dag }: DagPlan, { logicalDateAt, conf }: TestRequest): RunFacts {
  const now = Date.now();
  const interval = logicalDateAt === null ? null : manualInterval(dag.timetable, logicalDateAt);
  return {
    dagRunKey: randomUUID() as string as DagRunKey,
    dagId: dag.dagId,
    runId: manualRunId(logicalDateAt ?? now),
    runType: 'manual',
    logicalDateAt,
    dataIntervalStartAt: interval?.startAt ?? null,
    dataIntervalEndAt: interval?.endAt ?? null,
    runAfterAt: logicalDateAt ?? now,
    queuedAt: now,
    startedAt: now,
    conf,
  };
}

type Alone = { readonly outcome: AttemptOutcome; readonly rendered: JsonObject | null };

function runAlone(
  { plan, facts, supervisor }: Bench,
  { taskId, signal }: { readonly taskId: TaskId; readonly signal: AbortSignal },
  inputs: { readonly [taskId: string]: EncodedValue },
  isRenderOnly: boolean,
): Promise<Alone> {
  const task = plan.dag.tasks.find((one) => one.taskId === taskId);
  if (task === undefined) throw new TaskNotInDagFileError(taskId, plan.dag);
  const attemptId = randomUUID() as string as AttemptId;
  const workload: Workload = {
    attemptId,
    taskId,
    mapIndex: -1,
    tryNumber: 1,
    maxTries: 0,
    run: facts,
    code: plan.code,
    inputs,
    executionTimeoutMs: task.executionTimeoutMs,
    isolation: task.isolation,
    memoryLimitMb: task.memoryLimitMb,
    queue: task.queue,
    priority: 1,
    isRenderOnly,
  };
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => supervisor.cancel(attemptId, 'cancelled'));
    supervisor
      .start((reports) => {
        for (const report of reports) if (report.kind === 'finished') resolve(report);
      })
      .then(() => supervisor.run([workload]), reject);
  });
}
