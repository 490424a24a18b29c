import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import fastify, { type FastifyReply } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { answerFault } from './answer-fault.ts';

const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A server with one route, its faults, and a promise of the first error that was answered. */
async function serve(answer: (reply: FastifyReply) => Promise<unknown>) {
  const faults: string[] = [];
  const answered = Promise.withResolvers<void>();
  const app = fastify();
  closers.push(() => app.close());
  app.setErrorHandler((error, request, reply) => {
    const sent = answerFault(error as Error, {
      request,
      reply,
      parts: { onFault: (fault) => void faults.push((fault.error as Error).message) },
    });
    answered.resolve();
    return sent;
  });
  app.get('/', (_, reply) => answer(reply));
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port, faults, answered: answered.promise };
}

test('whoever hangs up before the answer is no fault of the server', async () => {
  const asked = Promise.withResolvers<void>();
  const { port, faults, answered } = await serve(async (reply) => {
    asked.resolve();
    await finished(reply.raw);
  });
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n');
  await asked.promise;
  socket.destroy();
  await answered;
  expect(faults).toEqual([]);
});

test('a stream that breaks while somebody waits is one', async () => {
  const { port, faults } = await serve(async () => {
    const broken = new PassThrough();
    const end = finished(broken);
    broken.destroy();
    await once(broken, 'close');
    await end;
  });
  const { status } = await fetch(`http://127.0.0.1:${port}/`);
  expect([status, faults]).toEqual([500, ['Premature close']]);
});
