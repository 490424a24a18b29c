/** What the API server is handed: everything that it needs from other rooms, and what runs around it. */
import type { Database } from '@tradewind/store';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './identity/caller.ts';

/** Finds out who calls. */
export interface Authenticator {
  /**
   * The caller; `anonymous` when the request says nothing of one.
   *
   * @throws {HttpProblem} 401, when what it says is wrong or has expired.
   */
  authenticate(request: FastifyRequest): Promise<Caller>;
}

export interface ApiParts {
  readonly database: Database;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly authenticator: Authenticator;
  /** The version of Tradewind. */
  readonly version: string;
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
