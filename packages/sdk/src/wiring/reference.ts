import { isBranded, REFERENCE } from '../brands.ts';

/** What a reference stands for: the result of a task, or the params of the run, or something inside of them. */
export interface ReferenceTarget<out T = unknown> {
  /** The task whose result it is; null for the params of the run. */
  readonly taskId: string | null;
  /** The DAG that it belongs to. */
  readonly dag: DagIdentity;
  /** Which field inside it, from the outside in. */
  readonly path: readonly string[];
  /** Never set: it carries the type. */
  readonly value?: T;
}

/** A DAG that is being declared: two of them may carry the same id, so the object is what counts. */
export interface DagIdentity {
  readonly dagId: string;
}

/** A value that exists only when the DAG runs: a task's result, or a param. Anything in a task's input may be one. */
export interface Reference<out T> {
  readonly [REFERENCE]: ReferenceTarget<T>;
  /** One field of it, or one item of a list. */
  get<Key extends keyof T & (string | number)>(field: Key): Reference<T[Key]>;
}

export function isReference(value: unknown): value is Reference<unknown> {
  return isBranded(value, REFERENCE);
}

/** Values that are taken as they are: nothing inside them is wired. */
type Leaf =
  | string
  | number
  | bigint
  | boolean
  | symbol
  | null
  | undefined
  | Date
  | RegExp
  | URL
  | Uint8Array
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | ((...args: never[]) => unknown);

/** What may be given where a task expects a `T`: the value itself, a reference to one, or a mixture of both. */
export type Wired<T> = unknown extends T
  ? T
  : Reference<T> | (T extends Leaf ? T : { readonly [Key in keyof T]: Wired<T[Key]> } & NotAReference);

/** Keeps a reference of the wrong type from passing as an object whose fields are all optional. */
interface NotAReference {
  readonly [REFERENCE]?: never;
}
