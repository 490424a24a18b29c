import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApi, type TestApi } from '../fixtures/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  await api.app.listen({ port: 0, host: '127.0.0.1' });
});

afterAll(() => api.close());

async function answerTo(text: string): Promise<string> {
  const socket = connect((api.app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString();
  });
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

test('an address that is too long is refused in the shape of all refusals', async () => {
  const answer = await answerTo(`GET /api/v2/version?x=${'y'.repeat(20_000)} HTTP/1.1\r\nhost: here\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1.1 431 /);
  expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toEqual({ detail: expect.stringContaining('too long') });
});

test('what is no HTTP is refused as well', async () => {
  const answer = await answerTo('hello\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 400 /);
  expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toEqual({ detail: 'The request is not HTTP.' });
});
