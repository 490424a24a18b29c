import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@tradewind/test-support';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import type { Logger } from '../logging/logger.ts';
import { ApiService } from './api-service.ts';

/** Where the test database listens. */
function placeOf(options: Awaited<ReturnType<typeof createTestDatabase>>['options']): {
  readonly host: string;
  readonly port: number;
} {
  const url = options.url === undefined ? null : new URL(options.url);
  return { host: options.host ?? url?.hostname ?? 'localhost', port: options.port ?? Number(url?.port || 5432) };
}

/** Passes connections on to the database. */
function relay({ host, port }: { readonly host: string; readonly port: number }): Server {
  return createServer((near) => {
    const far = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
  });
}

test('a database that is away while it starts is waited for', async () => {
  const { options, drop } = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'tradewind-api-'));
  const server = relay(placeOf(options));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const database =
    options.url === undefined
      ? { ...options, host: '127.0.0.1', port }
      : { ...options, url: Object.assign(new URL(options.url), { hostname: '127.0.0.1', port: String(port) }).href };
  const lines: string[] = [];
  let hear = (): void => undefined;
  const say = (_: unknown, message: string): void => {
    lines.push(message);
    hear();
  };
  const logger: Logger = { debug: say, info: say, warn: say, error: say };
  const loaded = await loadConfig({
    folder: home,
    environment: { TRADEWIND__API__PORT: '0', TRADEWIND__CORE__HOME: home },
  });
  const service = new ApiService({ loaded, database, logger });
  onTestFinished(async () => {
    await service.stop();
    server.close();
    await drop();
    rmSync(home, { recursive: true });
  });
  await service.start();
  expect(lines).toEqual(['API server waits for the database']);
  const listens = new Promise<void>((resolve) => {
    hear = () => lines.includes('API server listens') && resolve();
  });
  server.listen(port, '127.0.0.1');
  await listens;
});
