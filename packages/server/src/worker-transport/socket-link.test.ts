import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkerLink, WorkerListener } from '@tradewind/executors';
import type { MessageFromWorker } from '@tradewind/model';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { connectToScheduler } from './connect-to-scheduler.ts';
import { readEndpoint } from './endpoint.ts';
import { listenForWorkers } from './listen-for-workers.ts';
import { ensureWorkerToken, readWorkerToken } from './worker-token.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tradewind-workers-'));
  return () => rmSync(home, { recursive: true, force: true });
});

async function listen(
  at = home,
): Promise<{ listener: WorkerListener; links: WorkerLink[]; next: () => Promise<WorkerLink> }> {
  const listener = listenForWorkers(at);
  onTestFinished(() => listener.close());
  const links: WorkerLink[] = [];
  let wake: () => void = () => {};
  await listener.listen((link) => {
    onTestFinished(() => link.close());
    links.push(link);
    wake();
  });
  const next = async (): Promise<WorkerLink> => {
    while (links.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return links.shift()!;
  };
  return { listener, links, next };
}

/** What a link hears until it is closed. */
function hear(link: WorkerLink): { messages: MessageFromWorker[]; closed: Promise<void> } {
  const messages: MessageFromWorker[] = [];
  const closed = new Promise<void>((resolve) =>
    link.listen({ onMessage: (message) => messages.push(message), onClose: resolve }),
  );
  return { messages, closed };
}

describe('a scheduler', () => {
  test('listens where only its user can come', async () => {
    await listen();
    const endpoint = await readEndpoint(home);
    expect(endpoint).toEqual({ kind: 'socket', path: join(home, 'run/workers.sock') });
    const modes = [join(home, 'run'), join(home, 'run/workers.sock'), join(home, 'run/workers.json')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });

  test('with a long home listens elsewhere, and its workers find it', async () => {
    const long = join(home, 'x'.repeat(90));
    const { next } = await listen(long);
    const endpoint = await readEndpoint(long);
    expect(endpoint.kind === 'socket' && endpoint.path.length).toBeLessThanOrEqual(103);
    const link = await connectToScheduler(long);
    link.listen({ onMessage: () => {}, onClose: () => {} });
    link.close();
    await hear(await next()).closed;
  });

  test('takes over the socket of one that was killed, and not that of one that lives', async () => {
    await listen();
    await expect(listenForWorkers(home).listen(() => {})).rejects.toMatchObject({ code: 'WORKER_ENDPOINT_TAKEN' });
    const dead = mkdtempSync(join(tmpdir(), 'tradewind-workers-'));
    onTestFinished(() => rmSync(dead, { recursive: true, force: true }));
    const { listener } = await listen(dead);
    await listener.close();
    writeFileSync(join(dead, 'run/workers.sock'), '');
    const { next } = await listen(dead);
    (await connectToScheduler(dead)).close();
    await next();
  });

  test('cuts off who speaks something else', async () => {
    const { next } = await listen();
    const socket = connect(join(home, 'run/workers.sock'));
    socket.write('GET / HTTP/1.1\r\n\r\n');
    const { messages, closed } = hear(await next());
    await closed;
    expect(messages).toEqual([]);
    socket.destroy();
  });
});

describe('a link', () => {
  test('carries everything that was sent before it was closed, in order', async () => {
    const { next } = await listen();
    const near = await connectToScheduler(home);
    near.listen({ onMessage: () => {}, onClose: () => {} });
    const { messages, closed } = hear(await next());
    const texts = Array.from({ length: 300 }, (_, ask) => 'é'.repeat(ask * 37));
    for (const [ask, path] of texts.entries()) {
      near.send({ kind: 'ask', ask, question: { kind: 'bundle_part', version: 'v' as never, path, offset: 0 } });
    }
    near.close();
    near.send({ kind: 'beat' });
    await closed;
    expect(messages.map((message) => message.kind === 'ask' && message.ask)).toEqual([...texts.keys()]);
    expect(messages.at(-1)).toMatchObject({ question: { path: texts.at(-1) } });
  });

  test('is closed for both when one side closes it', async () => {
    const { next } = await listen();
    const near = await connectToScheduler(home);
    const far = await next();
    const { closed } = hear(far);
    far.close();
    await Promise.all([closed, new Promise<void>((resolve) => near.listen({ onMessage: () => {}, onClose: resolve }))]);
  });
});

describe('the token', () => {
  test('is made once, and only for its user', async () => {
    const tokens = await Promise.all([ensureWorkerToken(home), ensureWorkerToken(home)]);
    expect(tokens[0]).toBe(tokens[1]);
    expect([await ensureWorkerToken(home), await readWorkerToken(home)]).toEqual(tokens);
    expect(tokens[0]).toHaveLength(43);
    expect(statSync(join(home, 'worker.token')).mode & 0o777).toBe(0o600);
  });

  test('that is not there is missed by name', async () => {
    await expect(readWorkerToken(home)).rejects.toMatchObject({ code: 'WORKER_TOKEN_UNKNOWN' });
    await expect(connectToScheduler(home)).rejects.toMatchObject({ code: 'WORKER_ENDPOINT_UNKNOWN' });
  });
});
