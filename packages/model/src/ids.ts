/**
 * Ids. Every id is a branded string, so that a run id never stands where a task id belongs.
 *
 * `DagId`, `TaskId` and `RunId` are chosen by people; `DagRunKey`, `AttemptId` and the like are UUIDv7 made by us.
 */

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type DagId = Branded<'DagId'>;
/** Id of a task inside its DAG; a task in a group carries the group's prefix: `group.task`. */
export type TaskId = Branded<'TaskId'>;
export type GroupId = Branded<'GroupId'>;
/** The name of a run inside its DAG, such as `scheduled__2026-01-01T00:00:00.000Z`. */
export type RunId = Branded<'RunId'>;
/** The UUIDv7 of a run. */
export type DagRunKey = Branded<'DagRunKey'>;
/** The UUIDv7 of one attempt, which is its fencing token: a report that carries another one is refused. */
export type AttemptId = Branded<'AttemptId'>;
/** The UUIDv7 of a version of a DAG. */
export type DagVersionId = Branded<'DagVersionId'>;
/** The SHA-256 in hex of a snapshot of a DAG folder. */
export type BundleVersionId = Branded<'BundleVersionId'>;
/** The UUIDv7 of one life of a scheduler process. */
export type SchedulerId = Branded<'SchedulerId'>;
/** The UUIDv7 of one life of a worker process that has no database. */
export type WorkerId = Branded<'WorkerId'>;
/** One life of a DAG processor. */
export type DagProcessorId = Branded<'DagProcessorId'>;
/** The UUIDv7 of one life of an executor that hands attempts out through the database. */
export type ExecutorId = Branded<'ExecutorId'>;
export type PoolName = Branded<'PoolName'>;
/** The UUIDv7 of a user: a person or a service. */
export type UserId = Branded<'UserId'>;
/** The UUIDv7 of an API token; not the token itself. */
export type ApiTokenId = Branded<'ApiTokenId'>;
/** The UUIDv7 of a view that somebody saved. */
export type SavedViewId = Branded<'SavedViewId'>;
/** The UUIDv7 of an acknowledgement. */
export type AcknowledgementId = Branded<'AcknowledgementId'>;

export const DEFAULT_POOL = 'default_pool' as PoolName;
export const DEFAULT_QUEUE = 'default';

/** Whoever works where nobody signs in. */
export const NOBODY = '00000000-0000-0000-0000-000000000000' as UserId;

/** Map index of a task instance that is not mapped. */
export const UNMAPPED = -1;

/** Airflow's rule for the ids of DAGs, tasks and groups: letters, digits, `-`, `.` and `_`, at most 250. */
const KEY = /^[\p{L}\p{N}_.-]{1,250}$/u;

export function isValidId(id: string): boolean {
  return KEY.test(id);
}

/** A sentence that says what is wrong with `id`, or null when it is a valid id of a DAG, task or group. */
export function faultOfId(id: unknown): string | null {
  if (typeof id !== 'string') return `expected a string, got: ${typeof id}`;
  if (id === '') return 'expected at least one character, got an empty string';
  if (id.length > 250) return `expected at most 250 characters, got: ${id.length}`;
  if (!isValidId(id)) return `expected letters, digits, "-", "." and "_" only, got: "${id}"`;
  return null;
}
