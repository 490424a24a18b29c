import { TradewindError } from '@tradewind/model';

/** The code that a run was created with is not on this machine. */
export class BundleVersionMissingError extends TradewindError {
  readonly code = 'BUNDLE_VERSION_MISSING';
  readonly status = 404;

  constructor(version: string, folder: string, cause?: unknown) {
    super(
      `The code of bundle version ${version.slice(0, 12)} is not at ${folder}. Clear the task to run it with the newest version, or restore that folder.`,
      { cause },
    );
  }
}
