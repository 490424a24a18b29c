/** What a route answers when it refuses: the shape of Airflow's API. */
import { Type } from '@sinclair/typebox';
import { AnyJson } from './values.ts';

export const Problem = Type.Object({
  /** What is wrong, and what to do about it; or what is wrong with each field. */
  detail: Type.Unsafe<string | readonly FieldProblemShape[] | Record<string, unknown>>({
    anyOf: [{ type: 'string' }, { type: 'array', items: {} }, { type: 'object' }],
  }),
});

export interface FieldProblemShape {
  /** What kind of fault: `missing`, `int_parsing`, `extra_forbidden`, … */
  readonly type: string;
  /** Where: `['query', 'limit']`, `['body', 'entities', 0, 'key']`. */
  readonly loc: readonly (string | number)[];
  readonly msg: string;
  readonly input: unknown;
}

export const FieldProblem = Type.Object({
  type: Type.String(),
  loc: Type.Array(Type.Union([Type.String(), Type.Integer()])),
  msg: Type.String(),
  input: Type.Optional(AnyJson),
});

export const FieldProblems = Type.Object({ detail: Type.Array(FieldProblem) });
