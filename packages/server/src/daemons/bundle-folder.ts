import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { BundleVersionMissingError } from '@tradewind/api-server';
import type { BundleSource } from '@tradewind/worker';

/** The bundle versions that the dag processor of this machine has put into `home`. */
export function bundleFolder(home: string): BundleSource {
  return {
    async bundleDirectory(version) {
      const folder = join(home, 'bundles', version);
      try {
        await access(folder);
        return folder;
      } catch (cause) {
        throw new BundleVersionMissingError(version, folder, cause);
      }
    },
  };
}
