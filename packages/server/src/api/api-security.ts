/** What of the configuration decides who can reach the API server, and how. */
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { ApiParts } from '@tradewind/api-server';
import type { Config } from '../config/index.ts';
import { ApiOpenToAllError, ApiTlsInvalidError } from './errors.ts';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i;

/** @throws {ApiOpenToAllError} when others could reach a server on which nobody has to sign in. */
export function checkReach({ host, loginRequired }: Config['api']): void {
  if (!loginRequired && !LOOPBACK.test(host)) throw new ApiOpenToAllError(host);
}

/** @throws {ApiTlsInvalidError} */
export async function apiSecurity({
  trustProxy,
  corsOrigins,
  tlsCert,
  tlsKey,
}: Config['api']): Promise<Pick<ApiParts, 'trustProxy' | 'corsOrigins' | 'tls'>> {
  const tls = await readTls(tlsCert, tlsKey);
  return {
    ...(trustProxy === null ? {} : { trustProxy: listOf(trustProxy) }),
    ...(corsOrigins === null ? {} : { corsOrigins: listOf(corsOrigins) }),
    ...(tls === null ? {} : { tls }),
  };
}

function listOf(text: string): readonly string[] {
  return text.split(',').map((one) => one.trim());
}

async function readTls(certFile: string | null, keyFile: string | null): Promise<NonNullable<ApiParts['tls']> | null> {
  if (certFile === null && keyFile === null) return null;
  if (certFile === null || keyFile === null)
    throw new ApiTlsInvalidError(`it needs both, and ${certFile === null ? 'api.tlsCert' : 'api.tlsKey'} is not set`);
  const [cert, key] = await Promise.all([readPem(certFile), readPem(keyFile)]);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw new ApiTlsInvalidError((cause as Error).message, cause);
  }
  return { cert, key };
}

async function readPem(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new ApiTlsInvalidError(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause);
  }
}
