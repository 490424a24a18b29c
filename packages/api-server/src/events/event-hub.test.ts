import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DagId } from '@tradewind/model';
import { expect, onTestFinished, test } from 'vitest';
import { openEventSource } from '../fixtures/event-source.ts';
import { adminCaller } from '../fixtures/test-api.ts';
import { EventHub, type EventHubOptions } from './event-hub.ts';
import { MessageRing } from './message-ring.ts';
import { parseTopic, type Topic, topicText } from './topic.ts';

const DAG = { kind: 'dag', dagId: 'sales' as DagId } as const satisfies Topic;

/** A server whose every request is a connection of the hub. */
async function serve(options: EventHubOptions = {}): Promise<{ readonly hub: EventHub; readonly url: string }> {
  const hub = new EventHub(options);
  const server = createServer((_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    hub.connect({ caller: adminCaller, response, topics: [DAG], lastEventId: null });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    hub.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { hub, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

test('a heartbeat says what the time is', async () => {
  const { url } = await serve({ heartbeatMs: 20 });
  const client = await openEventSource(url, {});
  expect((await client.next('beat')).data['t']).toBeGreaterThan(0);
  client.close();
});

test('a client that takes nothing is left out, then told to read again', async () => {
  const { hub, url } = await serve();
  const slow = await new Promise<IncomingMessage>((resolve) => {
    get(url, { agent: false }, (response) => {
      response.pause();
      resolve(response);
    });
  });
  const quick = await openEventSource(url, {});
  await quick.next('hello');
  const filler = 'x'.repeat(100_000);
  for (let index = 0; index < 200; index += 1) {
    hub.publish(DAG, 'patch', { index, filler });
    await quick.next('patch');
  }
  let text = '';
  slow.setEncoding('utf8');
  const resynced = new Promise<void>((resolve) => {
    slow.on('data', (part: string) => {
      text += part;
      if (text.includes('event: resync')) resolve();
    });
  });
  slow.resume();
  await resynced;
  const sent = text.split('event: patch').length - 1;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(200);
  slow.destroy();
  quick.close();
});

test('a connection ends when its rights are old', async () => {
  const { url } = await serve({ heartbeatMs: 10, longestMs: 30 });
  const client = await openEventSource(url, {});
  await client.ended;
});

test('a topic gets cold some time after its last client left', async () => {
  let onCold = (_topic: Topic): void => undefined;
  const cold = new Promise<Topic>((resolve) => (onCold = resolve));
  const { hub, url } = await serve({ heartbeatMs: 10, keepMs: 30, onCold: (topic) => onCold(topic) });
  const client = await openEventSource(url, {});
  await client.next('hello');
  expect(hub.isWarm(DAG)).toBe(true);
  client.close();
  expect(await cold).toEqual(DAG);
  expect([hub.isWarm(DAG), hub.clientCount]).toEqual([false, 0]);
});

const log = (tryNumber: number): Topic =>
  parseTopic(`log:sales/run/load/-1/${tryNumber}`) ?? expect.unreachable('this is a topic');

test('a log gets cold as soon as its last client left', async () => {
  const cold: string[] = [];
  const { hub, url } = await serve({ onCold: (topic) => cold.push(topicText(topic)) });
  const [one, other] = [await openEventSource(url, {}), await openEventSource(url, {})];
  const ids: string[] = [];
  for (const client of [one, other]) {
    const id = (await client.next('hello')).data['id'] as string;
    hub.changeTopics(id, adminCaller, { add: [log(1)], remove: [] });
    ids.push(id);
  }
  hub.changeTopics(ids[0]!, adminCaller, { add: [], remove: [log(1)] });
  expect([hub.isWarm(log(1)), cold]).toEqual([true, []]);
  hub.changeTopics(ids[1]!, adminCaller, { add: [], remove: [log(1), log(1)] });
  expect([hub.isWarm(log(1)), hub.isWarm(DAG), cold]).toEqual([false, true, [topicText(log(1))]]);
  one.close();
  other.close();
});

test('of the topics that nobody watches only the latest are kept', async () => {
  const { hub, url } = await serve({ mostKept: 2 });
  const client = await openEventSource(url, {});
  const id = (await client.next('hello')).data['id'] as string;
  const dags = ['a', 'b', 'c'].map((dagId) => ({ kind: 'dag', dagId: dagId as DagId }) as const);
  for (const dag of dags) {
    hub.changeTopics(id, adminCaller, { add: [dag], remove: [] });
    hub.changeTopics(id, adminCaller, { add: [], remove: [dag] });
  }
  expect(dags.map((dag) => hub.isWarm(dag))).toEqual([false, true, true]);
  hub.changeTopics(id, adminCaller, { add: [dags[1]!], remove: [] });
  hub.changeTopics(id, adminCaller, { add: [dags[0]!], remove: [] });
  hub.changeTopics(id, adminCaller, { add: [], remove: [dags[0]!] });
  expect(dags.map((dag) => hub.isWarm(dag))).toEqual([true, true, true]);
  client.close();
});

test('a connection follows only so many logs, and none that there is nothing to hear of', async () => {
  const { hub, url } = await serve();
  const client = await openEventSource(url, {});
  const id = (await client.next('hello')).data['id'] as string;
  const logs = Array.from({ length: 52 }, (_, index) => log(index));
  const vain = new Set([topicText(logs[0]!)]);
  const now = hub.changeTopics(id, adminCaller, { add: logs, remove: [], vain });
  expect(now?.refused).toEqual([logs[0]!, logs[51]!].map(topicText));
  expect(hub.changeTopics(id, adminCaller, { add: [logs[1]!], remove: [] })?.refused).toEqual([]);
  client.close();
});

test('the ring forgets what is old, and what is too much', () => {
  const ring = new MessageRing({ keepMs: 100, mostBytes: 3_000 });
  for (let number = 1; number <= 5_000; number += 1)
    ring.add({ number, topic: 'home', dagId: null, bytes: Buffer.alloc(100), at: number / 100 });
  expect(ring.after(4_995)?.map(({ number }) => number)).toEqual([4_996, 4_997, 4_998, 4_999, 5_000]);
  expect(ring.after(5_000)).toEqual([]);
  expect([ring.after(4_000), ring.after(5_001)]).toEqual([null, null]);
  ring.dropOld(1_000);
  expect([ring.after(4_999), ring.after(5_000)]).toEqual([null, []]);
});

test('a topic is read as it is written, whatever its names hold', () => {
  const instance = { dagId: 'a/b', runId: 'r:1+%', taskId: 'ü,', mapIndex: 3 };
  for (const topic of [
    { kind: 'home' },
    { kind: 'queue' },
    { kind: 'dag', dagId: 'x' },
    { kind: 'run', dagId: 'a/b', runId: 'r, 1' },
    { kind: 'ti', ...instance },
    { kind: 'log', ...instance, tryNumber: 2 },
  ] as unknown as Topic[]) {
    expect(parseTopic(topicText(topic))).toEqual(topic);
    expect(topicText(topic)).not.toContain(',');
  }
});
