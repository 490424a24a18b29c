/**
 * The Execution API as a worker sees it: what the author's code may ask for while its attempt runs.
 *
 * The supervisor calls it for its children, always with the id of the attempt that asks, so that the other side can
 * refuse an attempt that is not running any more. In standalone it is called in process; a remote worker's
 * implementation speaks HTTP. What it throws reaches the author's code as an error with the same name, message and code.
 */
import type { AttemptId, BundleVersionId, EncodedValue } from '@tradewind/model';
import type { ConnectionFacts, XComRequest } from '@tradewind/sdk/runtime';

export interface ExecutionApi {
  /** The variable's value; null when there is none. */
  getVariable(attemptId: AttemptId, key: string): Promise<string | null>;
  setVariable(attemptId: AttemptId, key: string, value: string, description: string | null): Promise<void>;
  /** Does nothing when there is none. */
  deleteVariable(attemptId: AttemptId, key: string): Promise<void>;
  /** The connection with its secrets; null when there is none. */
  getConnection(attemptId: AttemptId, connectionId: string): Promise<ConnectionFacts | null>;
  /** Null when there is none. What a task pushes itself travels with its outcome and is not here before. */
  getXCom(attemptId: AttemptId, request: XComRequest): Promise<EncodedValue | null>;
}

type ArgumentsAfterAttempt<Method> = Method extends (attemptId: AttemptId, ...rest: infer Rest) => unknown
  ? Rest
  : never;

/** One call of a method, as it travels from child to supervisor. */
export type ExecutionCall = {
  readonly [Method in keyof ExecutionApi]: {
    readonly method: Method;
    readonly args: ArgumentsAfterAttempt<ExecutionApi[Method]>;
  };
}[keyof ExecutionApi];

/** Where the code is. */
export interface BundleSource {
  /**
   * The absolute path of a folder that holds this bundle version and never changes.
   *
   * @throws when the version cannot be had; the attempt fails with that error and may be retried.
   */
  bundleDirectory(version: BundleVersionId): Promise<string>;
}
