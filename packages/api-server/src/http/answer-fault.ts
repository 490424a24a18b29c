/** Turns what a handler throws into an answer: refusals as they are, anything else as 500 without its inner life. */
import { TradewindError } from '@tradewind/model';
import { isUnreachable } from '@tradewind/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiParts } from '../ports.ts';
import { HttpProblem } from './http-problem.ts';

export interface FaultContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly parts: Pick<ApiParts, 'onFault'>;
}

/** What a handler may have said of an answer that does not come. */
const OF_THE_ANSWER = ['content-disposition', 'content-encoding', 'content-length', 'content-type', 'etag'];

export function answerFault(error: Error, { request, reply, parts }: FaultContext): FastifyReply {
  for (const name of OF_THE_ANSWER) reply.removeHeader(name);
  reply.header('cache-control', 'no-store');
  if (error instanceof HttpProblem)
    return reply.headers(error.headers).code(error.status).send({ detail: error.detail });
  if (error instanceof TradewindError && statusOf(error) !== null)
    return reply.code(statusOf(error)!).send({ detail: error.message });
  const ofFastify = (error as { readonly statusCode?: number }).statusCode;
  if (ofFastify !== undefined && ofFastify >= 400 && ofFastify < 500)
    return reply.code(ofFastify).send({ detail: error.message });
  const unstorable = UNSTORABLE[String((error as { readonly code?: unknown }).code)];
  if (unstorable !== undefined) return reply.code(400).send({ detail: unstorable });
  if (hasHungUp(error, request)) return reply;
  parts.onFault?.({ error, requestId: request.id, routeId: routeIdOf(request) });
  if (isUnreachable(error)) {
    return reply
      .code(503)
      .header('retry-after', '5')
      .send({ detail: 'The database cannot be reached now. Try again in a moment.' });
  }
  return reply
    .code(500)
    .send({ detail: `Something went wrong in the server. Its log says more under the request id ${request.id}.` });
}

/** Answers an address that is none: `%zz`, or `%ed%a0%80`, which is no UTF-8. */
export function answerBrokenAddress(
  error: { readonly statusCode?: number; readonly message: string },
  _: unknown,
  reply: Pick<FastifyReply, 'code'>,
): void {
  void reply.code(error.statusCode ?? 400).send({ detail: error.message });
}

/** What PostgreSQL refuses to take as a value, by SQLSTATE: it came with the request. */
const UNSTORABLE: Readonly<Record<string, string>> = {
  '22021': 'A text holds the character NUL (\\u0000), which cannot be stored. Leave it out.',
  '22P05': 'A text holds the character NUL (\\u0000), which cannot be stored. Leave it out.',
  '22003': 'A number is greater than can be stored.',
  '22008': 'A date lies outside of what can be stored.',
};

/** An error of the domain says itself what it means for whoever asked. */
function statusOf(error: TradewindError): number | null {
  const { status } = error as { readonly status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Whether the answer came to nothing because whoever asked did not wait for it. */
function hasHungUp(error: Error, { raw }: FastifyRequest): boolean {
  return (error as { readonly code?: unknown }).code === 'ERR_STREAM_PREMATURE_CLOSE' && raw.socket.destroyed;
}

function routeIdOf({ routeOptions }: FastifyRequest): string | null {
  const { routeId } = (routeOptions.config ?? {}) as { readonly routeId?: string };
  return routeId ?? null;
}
