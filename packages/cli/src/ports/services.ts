import type { AttemptOutcome, DagId, DagRunState, JsonObject, TaskId, TaskInstanceState } from '@tradewind/model';
import type { Config, LoadedConfig } from '@tradewind/server/config';
import type { LogLine } from './logs-port.ts';

/** What runs, and what looks after the database. */
export interface Services {
  readonly maintenance: Maintenance;
  /** Fills an empty database with a made-up deployment. */
  seed(config: Config, request: SeedRequest): Promise<void>;
  daemons(): Promise<Daemons>;
  testBench(): Promise<TestBench>;
}

export interface SeedRequest {
  readonly dags: number;
  readonly tasks: number;
  readonly runs: number;
  readonly instances: number;
  readonly logLines: number;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onProgress: (sentence: string) => void;
}

/** The long-running programs. Each resolves when it has stopped in an orderly way, after `signal` aborted. */
export interface Daemons {
  runStandalone(
    config: LoadedConfig,
    options: { readonly loadExamples: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  runApiServer(config: LoadedConfig, options: { readonly signal: AbortSignal }): Promise<void>;
  runScheduler(config: LoadedConfig, options: { readonly signal: AbortSignal }): Promise<void>;
  runDagProcessor(
    config: LoadedConfig,
    options: { readonly isOnce: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  /** What is left out is as the configuration says; the name is that of the host. */
  runWorker(
    config: LoadedConfig,
    options: {
      readonly queues?: readonly string[];
      readonly slots?: number;
      readonly name?: string;
      readonly signal: AbortSignal;
    },
  ): Promise<void>;
}

export interface DatabaseState {
  /** Where it is, without its password. */
  readonly target: string;
  readonly isEmbedded: boolean;
  readonly serverVersion: string;
  /** Names of migrations that are not applied. */
  readonly pending: readonly string[];
}

export interface RotatedSecrets {
  readonly variables: number;
  readonly connections: number;
}

export interface CleanResult {
  readonly runs: number;
  readonly versions: number;
}

/** Work on the database as a whole. None of it needs the schema to be there. */
export interface Maintenance {
  check(config: Config): Promise<DatabaseState>;
  /** Returns the names of the migrations that it applied. */
  migrate(config: Config): Promise<readonly string[]>;
  /** Deletes everything, and migrates anew. */
  reset(config: Config): Promise<void>;
  /** Deletes runs that finished before an instant, and versions that nothing needs since then. */
  clean(config: Config, options: { readonly beforeAt: number; readonly isDryRun: boolean }): Promise<CleanResult>;
  /** Encrypts every variable and connection with the first of the secret keys. */
  rotateSecrets(config: Config): Promise<RotatedSecrets>;
}

/** What a test of a DAG tells while it runs. */
export interface TestObserver {
  taskChanged(change: {
    readonly taskId: TaskId;
    readonly mapIndex: number;
    readonly state: TaskInstanceState;
    readonly tryNumber: number;
  }): void;
  logged(line: LogLine & { readonly taskId: TaskId; readonly mapIndex: number }): void;
  /** The return value of a task, as plain data. */
  returned(result: { readonly taskId: TaskId; readonly mapIndex: number; readonly value: unknown }): void;
}

export interface TestRequest {
  readonly dagId: DagId;
  /** Null: without a date. */
  readonly logicalDateAt: number | null;
  readonly conf: JsonObject;
  readonly observer: TestObserver;
  readonly signal: AbortSignal;
}

/** Runs author code without recording anything: no runs, no states, no results in the database. */
export interface TestBench {
  testDag(config: LoadedConfig, request: TestRequest): Promise<DagRunState>;
  /** `inputs`: the results of upstream tasks, by task id, as plain data. */
  testTask(
    config: LoadedConfig,
    request: TestRequest & { readonly taskId: TaskId; readonly mapIndex: number; readonly inputs: JsonObject },
  ): Promise<AttemptOutcome>;
  /** The templated fields of a task, rendered. */
  renderTask(
    config: LoadedConfig,
    request: Omit<TestRequest, 'observer'> & { readonly taskId: TaskId },
  ): Promise<JsonObject>;
}
