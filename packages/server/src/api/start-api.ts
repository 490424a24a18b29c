/** Puts an API server together, and listens. */
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApi } from '@tradewind/api-server';
import type { Database } from '@tradewind/store';
import type { ParsedConfig } from '../config/index.ts';
import type { Logger, LogSink } from '../logging/logger.ts';
import { apiParts } from './api-parts.ts';
import { checkReach } from './api-security.ts';
import { API_URL_FILE } from './api-url.ts';
import { ApiPortTakenError } from './errors.ts';
import { welcomeFirstAdmin } from './welcome-first-admin.ts';

export interface ApiOptions {
  readonly loaded: ParsedConfig;
  readonly database: Database;
  readonly logger: Logger;
  /** Where the password of the first user is shown. @default standard error */
  readonly sink?: LogSink;
}

export interface RunningApi {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Answers what was asked, and takes no more. */
  close(): Promise<void>;
}

/** @throws {ApiPortTakenError | ApiOpenToAllError | ApiTlsInvalidError} */
export async function startApi({ loaded, database, logger, sink = process.stderr }: ApiOptions): Promise<RunningApi> {
  const { host, port } = loaded.config.api;
  checkReach(loaded.config.api);
  const parts = await apiParts({ loaded, database, logger });
  await welcomeFirstAdmin(parts.identity, { database, sink });
  const app = await createApi(parts);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new ApiPortTakenError(host, port) : error;
  }
  const url = urlOf(parts.tls === undefined ? 'http' : 'https', host, (app.server.address() as AddressInfo).port);
  const file = join(loaded.config.core.home, API_URL_FILE);
  await writeFile(file, `${url}\n`);
  return {
    url,
    async close() {
      await rm(file, { force: true });
      await app.close();
    },
  };
}

function urlOf(scheme: string, host: string, port: number): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
