import { urlOf } from '@tradewind/contract';
import { getBundleFile, getBundleManifest } from '@tradewind/contract/execution';
import { ExecutionRefusedError } from './errors.ts';
import type { Credentials, ExecutionClient } from './execution-client.ts';
import type { BundleServer } from './fetched-bundles.ts';

/** So much of a file is asked for at once. */
const PART_BYTES = 4 * 1024 * 1024;

/** Code from the server, in ranges, so that a broken connection costs little. */
export function httpBundleServer(client: ExecutionClient, credentials: Credentials): BundleServer {
  return {
    async manifest(version) {
      return (await client.call(getBundleManifest, { params: { version } }, credentials)).value;
    },
    async *file(version, sha256, offset) {
      const path = urlOf(getBundleFile.path, { params: { version, sha256 } });
      const range = `bytes=${offset}-${offset + PART_BYTES - 1}`;
      const { status, body } = await client.send({ method: 'GET', path, headers: { range } }, credentials, {
        timeoutMs: 120_000,
      });
      if (status === 206) yield body;
      // A proxy that does not know ranges sends everything.
      else if (status === 200) yield body.subarray(offset);
      else throw new ExecutionRefusedError(getBundleFile.id, status, body.toString());
    },
  };
}
