import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from 'vitest';
import { createTestApi } from '../fixtures/test-api.ts';
import { anonymous } from '../identity/caller.ts';

test('whoever hangs up before the answer is no fault of the server', async () => {
  const faults: unknown[] = [];
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const api = await createTestApi({
    checksAnswers: false,
    onFault: ({ error }) => void faults.push(error),
    authenticator: {
      async authenticate() {
        asked.resolve();
        await gone.promise;
        return anonymous;
      },
    },
  });
  const failed = Promise.withResolvers<void>();
  api.app.addHook('onError', async () => failed.resolve());
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  const serverSide = once(api.app.server, 'connection');
  const socket = connect((api.app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET /openapi.json HTTP/1.1\r\nhost: here\r\naccept-encoding: gzip\r\n\r\n');
  await asked.promise;
  const [connection] = await serverSide;
  const closed = once(connection, 'close');
  socket.destroy();
  await closed;
  gone.resolve();
  await failed.promise;
  await api.close();
  expect(faults).toEqual([]);
});
