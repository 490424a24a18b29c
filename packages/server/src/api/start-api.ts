/** Puts an API server together, and listens. */
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createApi } from '@tradewind/api-server';
import type { Database } from '@tradewind/store';
import type { ParsedConfig } from '../config/index.ts';
import type { Logger } from '../logging/logger.ts';
import { apiParts } from './api-parts.ts';
import { ApiPortTakenError } from './errors.ts';

export interface ApiOptions {
  readonly loaded: ParsedConfig;
  readonly database: Database;
  readonly logger: Logger;
}

export interface RunningApi {
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Answers what was asked, and takes no more. */
  close(): Promise<void>;
}

/** The file in `core.home` that says where the API server of this machine listens. */
export const API_URL_FILE = 'api.url';

/** @throws {ApiPortTakenError} */
export async function startApi({ loaded, database, logger }: ApiOptions): Promise<RunningApi> {
  const { host, port } = loaded.config.api;
  const app = await createApi(await apiParts({ loaded, database, logger }));
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new ApiPortTakenError(host, port) : error;
  }
  const url = urlOf(host, (app.server.address() as AddressInfo).port);
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

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
