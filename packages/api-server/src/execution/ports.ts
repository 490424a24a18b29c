/** What the Execution API is handed from other rooms. */
import type { AttemptId, DagId, EncodedValue, JsonObject, RunId, TaskId } from '@tradewind/model';

/** An attempt, by the words under which its log is found. */
export interface AttemptPlace {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  readonly mapIndex: number;
  readonly tryNumber: number;
}

export interface AttemptConnection {
  readonly id: string;
  readonly type: string;
  readonly host: string | null;
  readonly port: number | null;
  readonly login: string | null;
  readonly password: string | null;
  readonly schema: string | null;
  readonly extra: JsonObject;
}

/** What the code of attempts may ask for. The same object answers local workers, in process. */
export interface AttemptServices {
  getVariable(attemptId: AttemptId, key: string): Promise<string | null>;
  setVariable(attemptId: AttemptId, key: string, value: string, description: string | null): Promise<void>;
  deleteVariable(attemptId: AttemptId, key: string): Promise<void>;
  getConnection(attemptId: AttemptId, connectionId: string): Promise<AttemptConnection | null>;
  getXCom(
    attemptId: AttemptId,
    request: {
      readonly dagId: DagId;
      readonly runId: RunId;
      readonly taskId: TaskId;
      readonly mapIndex: number;
      readonly key: string;
    },
  ): Promise<EncodedValue | null>;
}

/** The logs of attempts, as whoever writes them from far away needs them. */
export interface AttemptLogs {
  /**
   * Adds `text` at `offset` bytes, unless it is there already. Returns how long the log is; when that is not
   * `offset` and the length of the text, nothing was added.
   */
  append(attempt: AttemptPlace, offset: number, text: string): Promise<number>;
}

export interface ExecutionParts {
  /** At least 32 bytes, the same for all API servers: signs tokens. */
  readonly secret: Uint8Array;
  /** What a worker has to know to be let in. */
  readonly joinToken: () => Promise<string>;
  /** The folder in which each bundle version is a folder. */
  readonly bundlesFolder: string;
  readonly services: AttemptServices;
  readonly logs: AttemptLogs;
  /** How long the log of an attempt may become that a worker far away sends. @default 1 GiB */
  readonly maxLogBytes?: number;
  /** After this long without a word a worker is given up. @default 15000 */
  readonly workerLeaseMs?: number;
  /** How often a worker says that it lives. @default a third of the lease */
  readonly heartbeatMs?: number;
  readonly onEvent?: (event: ExecutionEvent) => void;
}

/** What it tells logs and tests. */
export type ExecutionEvent =
  | { readonly kind: 'workerLetIn'; readonly name: string }
  | { readonly kind: 'workerTurnedAway'; readonly name: string; readonly address: string }
  | { readonly kind: 'reportsRefused'; readonly name: string; readonly count: number };
