import { getOpenApi, getOpenApiOfV2, openApiDocument, routes } from '@tradewind/contract';
import type { FastifyReply } from 'fastify';
import { type Endpoint, handle } from '../http/handle.ts';

export function openApiEndpoints({ version }: { readonly version: string }): readonly Endpoint[] {
  let text: string | undefined;
  const answer = async ({ reply }: { readonly reply: FastifyReply }): Promise<FastifyReply> => {
    text ??= JSON.stringify(openApiDocument(routes, { version }));
    return reply.type('application/json; charset=utf-8').send(text);
  };
  return [handle(getOpenApi, answer), handle(getOpenApiOfV2, answer)];
}
