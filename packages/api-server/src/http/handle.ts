/** A route together with what it does. */
import type { AnswerOf, BodyOf, ParamsOf, QueryOf, Route } from '@tradewind/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../identity/caller.ts';
import type { Change } from './change.ts';

/** One request, checked: what a handler works with. */
export interface Call<Declared extends Route> {
  readonly params: ParamsOf<Declared>;
  readonly query: QueryOf<Declared>;
  readonly body: BodyOf<Declared>;
  readonly caller: Caller;
  /**
   * Runs `work` in one transaction together with the audit events that it records; with `?dry_run=true` nothing of it is
   * kept, and the answer says what would have been.
   */
  readonly change: Change;
  readonly request: FastifyRequest;
  /** For headers, and answers that are streams. */
  readonly reply: FastifyReply;
}

/** Answers with the body; an answer with another status than the usual one is an `Answer`. */
export type Handler<Declared extends Route> = (
  call: Call<Declared>,
) => Promise<AnswerOf<Declared> | Answer | FastifyReply>;

/** An answer whose status is not the first one of the route. */
export class Answer {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    this.status = status;
    this.body = body;
  }
}

export interface Endpoint {
  readonly route: Route;
  readonly handler: Handler<Route>;
}

export function handle<Declared extends Route>(route: Declared, handler: Handler<Declared>): Endpoint {
  return { route, handler: handler as unknown as Handler<Route> };
}
