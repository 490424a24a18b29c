import type { FastifyInstance } from 'fastify';

/** Reads bodies. An empty one is none, whatever its type says: clients send the header with every POST. */
export function readJson(app: FastifyInstance): void {
  // Bodies of text are of another type than those of any route.
  app.removeContentTypeParser('text/plain');
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
}
