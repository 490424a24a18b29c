/** What a scenario waited for did not happen in time. The database is left as it was then. */
export class ScenarioStuckError extends Error {
  override readonly name = 'ScenarioStuckError';
  /** The folder with database, logs and DAG files. */
  readonly folder: string;

  constructor(what: string, limitMs: number, state: string, folder: string) {
    super(
      `Waiting for "${what}" took longer than ${limitMs / 1000} s. The database says:\n${state}\nEverything is left in ${folder}.`,
    );
    this.folder = folder;
  }
}

/** Something went wrong in the product while it was measured, so its figures mean nothing. */
export class ProductTroubleError extends Error {
  override readonly name = 'ProductTroubleError';
}
