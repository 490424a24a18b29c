/** A route as data: from it come validation, the OpenAPI document, the client, the policy and the reference page. */
import type { Static, TObject, TSchema } from '@sinclair/typebox';
import type { Rule } from './rule.ts';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

export interface Route {
  /** Airflow's `operationId` where it has this operation; unique in the API. */
  readonly id: string;
  readonly method: Method;
  /** With parameters in braces: `/api/v2/dags/{dag_id}`. */
  readonly path: string;
  /** The chapter of the reference page that it stands in: `DAG`. */
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  /** Each is text in the path. @default texts, as the path names them */
  readonly params?: TObject;
  readonly query?: TObject;
  readonly body?: TSchema;
  /** True: the body may be left out. @default false */
  readonly isBodyOptional?: boolean;
  /** The greatest body that it takes, in bytes. @default that of the server */
  readonly maxBodyBytes?: number;
  /** What it answers, by status. `Type.Null()`: an answer without a body. */
  readonly answers: Readonly<Record<number, TSchema>>;
  /** What it answers is not JSON: `application/x-ndjson`, `text/event-stream`, … */
  readonly contentType?: string;
  /** Other forms of the answer, for those who ask for them. @default [] */
  readonly otherContentTypes?: readonly string[];
  readonly rule: Rule;
  /** True: it changes nothing although its method is not GET (a search with a body, a dry run). @default false */
  readonly isReadOnly?: boolean;
  /** True: not in the OpenAPI document, since only pages of the UI, workers and the command line call it. @default false */
  readonly isInternal?: boolean;
}

/** Declares a route; keeps its exact type, from which handlers and clients get theirs. */
export function route<const Declared extends Route>(declared: Declared): Declared {
  return declared;
}

type PathParams<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & PathParams<Rest>
  : unknown;

export type ParamsOf<Declared extends Route> = Declared extends { readonly params: infer Schema extends TObject }
  ? Static<Schema>
  : PathParams<Declared['path']>;
export type QueryOf<Declared extends Route> = Declared extends { readonly query: infer Schema extends TObject }
  ? Static<Schema>
  : Record<never, never>;
export type BodyOf<Declared extends Route> = Declared extends { readonly body: infer Schema extends TSchema }
  ? Static<Schema>
  : undefined;
/** What it answers when all goes well. */
export type AnswerOf<Declared extends Route> = {
  [Status in keyof Declared['answers']]: `${Status & number}` extends `2${string}`
    ? Static<Declared['answers'][Status] & TSchema>
    : never;
}[keyof Declared['answers']];

/** The first status with which it answers when all goes well. */
export function successStatusOf({ answers }: Route): number {
  return Math.min(...Object.keys(answers).map(Number));
}

/** Whether it can change anything. */
export function isChanging({ method, isReadOnly = false }: Route): boolean {
  return method !== 'GET' && method !== 'HEAD' && !isReadOnly;
}

/** The names in the path, in order. */
export function pathParamsOf(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}
