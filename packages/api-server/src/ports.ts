/** What the API server is handed: everything that it needs from other rooms, and what runs around it. */
import type {
  AttemptRef,
  BundleVersionId,
  DagId,
  JsonObject,
  RunId,
  TaskId,
  TaskInstanceState,
} from '@tradewind/model';
import type { Database, SecretBox } from '@tradewind/store';
import type { FastifyRequest } from 'fastify';
import type { ChangeFeed } from './events/change-feed.ts';
import type { ExecutionParts } from './execution/ports.ts';
import type { OpenStreams } from './http/open-streams.ts';
import type { Caller } from './identity/caller.ts';
import type { Identity } from './identity/identity.ts';
import type { AttemptLogs } from './logs/attempt-logs.ts';

/** Finds out who calls. */
export interface Authenticator {
  /**
   * The caller; `anonymous` when the request says nothing of one.
   *
   * @throws {HttpProblem} 401, when what it says is wrong or has expired.
   */
  authenticate(request: FastifyRequest): Promise<Caller>;
}

/** A task instance, by the names that people use. */
export interface TaskInstanceTarget {
  readonly dagId: DagId;
  readonly runId: RunId;
  readonly taskId: TaskId;
  /** -1 when it is not mapped. */
  readonly mapIndex: number;
}

/** One condition on the way of a task instance, judged by what the scheduler itself decides by. */
export interface ExplainedGate {
  readonly id: string;
  readonly layer: string;
  readonly status: 'pass' | 'block' | 'unknown';
  readonly sentence: string;
  readonly evidence: JsonObject;
  /** Milliseconds since the epoch; null when it is not known. */
  readonly sinceAt: number | null;
  /** What a person can do about it; null when only waiting helps. */
  readonly fix: string | null;
}

/** Why a task instance is in its state. */
export interface Explained {
  readonly state: TaskInstanceState;
  readonly verdict: string;
  readonly gates: readonly ExplainedGate[];
}

/** The configuration in force, for those who may see it. */
export interface ConfigReport {
  /** Whether it may be shown at all; secrets never are. */
  readonly exposure: 'false' | 'non-sensitive-only' | 'true';
  readonly sections: readonly {
    readonly name: string;
    readonly options: readonly {
      readonly key: string;
      readonly value: string;
      /** Where it was set: `default`, the file, a variable of the environment. */
      readonly source: string;
      readonly isSecret: boolean;
    }[];
  }[];
}

/** The files that DAGs come from. */
export interface DagSources {
  /** The folder of a bundle, as people know it; null when this machine does not know it. */
  folderOf(bundleName: string): string | null;
  /** What a file held in a version of its bundle; null when that is no longer kept. */
  read(source: { readonly bundleVersion: BundleVersionId; readonly file: string }): Promise<string | null>;
}

/** Where the logs of attempts lie, as workers write them: JSON, one line each. */
export interface LogFiles {
  /** The file of an attempt; it need not exist. */
  pathOf(attempt: AttemptRef): string;
}

export interface ApiParts {
  readonly database: Database;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly authenticator: Authenticator;
  /** Who the people are, how they sign in, and what they may do. */
  readonly identity: Identity;
  /** Null when there is no such task instance. Without it, nobody can be told why. */
  readonly explain?: (target: TaskInstanceTarget) => Promise<Explained | null>;
  /** Without it, nobody can read the code of DAGs. */
  readonly sources?: DagSources;
  /** What workers without a database need. Without it there is no `/execution`. */
  readonly execution?: ExecutionParts;
  /** Opens or makes the key that seals variables and connections, at its first use. */
  readonly secrets: () => Promise<SecretBox>;
  /** Without it, the configuration is not shown. */
  readonly config?: ConfigReport;
  /** Without it, no attempt has a log. */
  readonly logs?: LogFiles;
  /** The version of Tradewind. */
  readonly version: string;
  /** The folder of the built UI. Without it, the server answers the API alone. */
  readonly pagesFolder?: string;
  /** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. @default none */
  readonly trustProxy?: readonly string[];
  /** Certificate and key, as PEM, with which the server speaks TLS itself. @default it does not */
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** Sites whose pages may call the API with a token. @default none */
  readonly corsOrigins?: readonly string[];
  /** The greatest body of a request, in bytes. @default 10485760 */
  readonly maxBodyBytes?: number;
  /** True: checks every answer against the schema of its route, and fails when it does not fit. For tests. @default false */
  readonly checksAnswers?: boolean;
  /** Hears of faults of the server itself, which are answered with 500. */
  readonly onFault?: (fault: {
    readonly error: Error;
    readonly requestId: string;
    readonly routeId: string | null;
  }) => void;
}

/** What endpoints are handed: the parts, and what the server itself keeps running. */
export interface ServedParts extends ApiParts {
  readonly changes: ChangeFeed;
  readonly streams: OpenStreams;
  readonly attemptLogs: AttemptLogs;
}
