/**
 * The files of the UI: built once, compressed beforehand.
 *
 * A path that is no file is a page of the app, which finds out itself what it is about.
 */
import { sep } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What is under these is never a page. */
const NO_PAGES = /^\/(api|auth|execution|assets)(\/|$)|^\/openapi\.json$/;
const ONE_YEAR_SEC = 31_536_000;

export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(serveStatic, {
    root: folder,
    preCompressed: true,
    cacheControl: false,
    setHeaders(reply, path) {
      // The name of an asset holds its hash.
      const isAsset = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', isAsset ? `public, max-age=${ONE_YEAR_SEC}, immutable` : 'no-cache');
    },
  });
}

/** Whether a request that no route answers asks for a page of the app. */
export function asksForPage({ method, url }: FastifyRequest): boolean {
  return method === 'GET' && !NO_PAGES.test(url.split('?')[0]!);
}

export function sendApp(reply: FastifyReply): FastifyReply {
  return reply.sendFile('index.html');
}
