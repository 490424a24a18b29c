import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';

/** Answers with a stream of Server-Sent Events; from here on the response is the caller's. */
export function openEventStream(reply: FastifyReply): ServerResponse {
  const headers = reply.getHeaders();
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(headers as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // For nginx, which would keep events back until there are many.
    'x-accel-buffering': 'no',
  });
  reply.raw.flushHeaders();
  return reply.raw;
}
