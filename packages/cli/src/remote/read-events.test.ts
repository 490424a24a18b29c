import { expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

async function eventsOf(...chunks: readonly (string | Uint8Array)[]): Promise<readonly unknown[]> {
  const encoder = new TextEncoder();
  const body = (async function* () {
    for (const chunk of chunks) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
  })();
  const events: unknown[] = [];
  for await (const event of readEvents(body)) events.push(event);
  return events;
}

test('an event has a name, an id that stays, and lines of data', async () => {
  expect(await eventsOf('id: 4\nevent: lines\ndata: {"a":\ndata:1}\n\ndata:x\n\n')).toEqual([
    { event: 'lines', id: '4', data: '{"a":\n1}' },
    { event: 'message', id: '4', data: 'x' },
  ]);
});

test.each([['\n'], ['\r\n'], ['\r']])('lines may end with %j', async (end) => {
  const text = ['event: a', 'data: 1', '', 'data: 2', '', ''].join(end);
  expect(await eventsOf(`${text}data: cut`)).toEqual([
    { event: 'a', id: null, data: '1' },
    { event: 'message', id: null, data: '2' },
  ]);
});

test('comments and unknown fields are left out, and so is an event without data', async () => {
  expect(await eventsOf(': beat\n\nevent: empty\n\nretry: 5\ndata\n\n')).toEqual([
    { event: 'message', id: null, data: '' },
  ]);
});

test('it does not matter where the bytes are cut', async () => {
  const bytes = new TextEncoder().encode('id: 7\r\nevent: lines\r\ndata: gr\u00fc\u00df \u{1F44B}\r\n\r\n');
  const one = [{ event: 'lines', id: '7', data: 'gr\u00fc\u00df \u{1F44B}' }];
  expect(await eventsOf(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(one);
  for (let at = 0; at < bytes.length; at += 1) expect(await eventsOf(bytes.slice(0, at), bytes.slice(at))).toEqual(one);
});

test('what is broken off is left out', async () => {
  expect(await eventsOf('data: 1\n\ndata: 2\n')).toEqual([{ event: 'message', id: null, data: '1' }]);
});
