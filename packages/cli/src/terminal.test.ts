/** What only a real terminal shows: here it is the one that `script` makes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const tradewind = fileURLToPath(new URL('../../tradewind/bin/tradewind.js', import.meta.url));
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

describe.skipIf(!hasScript)('a password that is asked for', { timeout: 60_000 }, () => {
  let http: Server;
  const received: string[] = [];

  beforeAll(async () => {
    http = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(body);
        response.writeHead(401, { 'content-type': 'application/json' }).end('{"detail":"Invalid credentials"}');
      });
    }).listen(0, '127.0.0.1');
    await once(http, 'listening');
  });

  afterAll(() => void http.close());

  /** Types each text when the terminal shows what stands before it. */
  async function type(...turns: readonly (readonly [shown: RegExp, typed: string])[]) {
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    const words = [process.execPath, '--conditions=@tradewind/source', tradewind, 'auth', 'login', '--url', url];
    const child = spawn('script', ['-qec', words.join(' '), '/dev/null'], {
      cwd: tmpdir(),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const left = [...turns];
    let shown = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      shown += part;
      const [turn] = left;
      if (turn?.[0].test(shown) !== true) return;
      left.shift();
      child.stdin.write(turn[1]);
    });
    const [exitCode] = (await once(child, 'close')) as [number];
    return { exitCode, shown };
  }

  test('is not shown while it is typed, and can be corrected', async () => {
    const { exitCode, shown } = await type([/Username: /, 'kim\r'], [/Password: /, 'hunter1\x7f2\r']);
    expect(shown).toContain('does not know kim with this password');
    expect(shown).not.toContain('hunt');
    expect(exitCode).toBe(1);
    expect(received.map((body) => JSON.parse(body) as unknown)).toEqual([{ username: 'kim', password: 'hunter2' }]);
  });

  test('is not asked for any more after Ctrl-C', async () => {
    expect(await type([/Username: /, 'kim\r'], [/Password: /, 'hun\x03'])).toMatchObject({ exitCode: 130 });
  });

  test('is missed after Ctrl-D', async () => {
    const { exitCode, shown } = await type([/Username: /, '\x04']);
    expect(exitCode).toBe(2);
    expect(shown).toContain('give --username');
  });
});
