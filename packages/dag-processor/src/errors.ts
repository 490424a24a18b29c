/**
 * Errors of the DAG processor. Most of them become import errors: rows that people read beside the file.
 *
 * What a DAG file itself throws is not among them; it keeps its own code, or `DAG_FILE_THREW` when it has none.
 */
import { TradewindError } from '@tradewind/model';

/** The DAG folder holds more than a bundle may. The bundle version in force stays. */
export class BundleTooLargeError extends TradewindError {
  readonly code = 'BUNDLE_TOO_LARGE';
  /** The largest file, relative to the folder. */
  readonly file: string;

  constructor(file: string, bytes: number, limit: number, what: 'file' | 'bundle') {
    const fault =
      what === 'file'
        ? `"${file}" has ${megabytes(bytes)}; a file of a DAG folder may have ${megabytes(limit)}`
        : `The files of the DAG folder have ${megabytes(bytes)} together, of which "${file}" is the largest; they may have ${megabytes(limit)}`;
    super(
      `${fault}. Leave what no task needs out of the folder, or name it in .tradewindignore; data belongs elsewhere.`,
    );
    this.file = file;
  }
}

/** A file changed while it was copied. The next scan copies it again. */
export class BundleChangedError extends TradewindError {
  readonly code = 'BUNDLE_CHANGED';
  readonly file: string;

  constructor(file: string) {
    super(`"${file}" changed while the DAG folder was copied. The folder is scanned again.`);
    this.file = file;
  }
}

/** The DAG folder is not there, or is not a folder. */
export class DagFolderMissingError extends TradewindError {
  readonly code = 'DAG_FOLDER_MISSING';
  readonly folder: string;

  constructor(folder: string, cause: unknown) {
    super(`There is no DAG folder at ${folder}. Create it, or configure the folder that has your DAGs.`, { cause });
    this.folder = folder;
  }
}

/** A DAG of this id is in force from another file. */
export class DagIdTakenError extends TradewindError {
  readonly code = 'DAG_ID_TAKEN';

  constructor(dagId: string, owner: string) {
    super(`The DAG id "${dagId}" is already declared in ${owner}. Give one of the two another id, or remove one.`);
  }
}

/** Loading a file did not come to an end. */
export class DagFileTimeoutError extends TradewindError {
  readonly code = 'DAG_FILE_TIMEOUT';

  constructor(timeoutMs: number) {
    super(
      `The file was not loaded within ${timeoutMs / 1000} s. Look for an endless loop, or for work at the top of the file ` +
        'that belongs into a task.',
    );
  }
}

/** The process that loaded the file ran out of memory. */
export class DagFileOutOfMemoryError extends TradewindError {
  readonly code = 'DAG_FILE_OUT_OF_MEMORY';

  constructor(limitMb: number) {
    super(
      `Loading the file took more than ${limitMb} MB of memory. Move work with much data from the top of the file into a task.`,
    );
  }
}

/** The process that loaded the file is gone. */
export class DagFileCrashedError extends TradewindError {
  readonly code = 'DAG_FILE_CRASHED';

  constructor(how: string) {
    super(`The process that loaded the file ended by itself (${how}). A DAG file must only declare.`);
  }
}

/** The database refused a DAG. */
export class DagNotStorableError extends TradewindError {
  readonly code = 'DAG_NOT_STORABLE';

  constructor(cause: Error) {
    super(
      `The database refused a DAG of this file: ${cause.message}. Look for characters in its texts that are no characters, ` +
        'such as U+0000.',
      { cause },
    );
  }
}

/** The processor was stopped while it worked; what it had not recorded is loaded again at the next start. */
export class ProcessorStoppedError extends TradewindError {
  readonly code = 'DAG_PROCESSOR_STOPPED';

  constructor() {
    super('The DAG processor was stopped. Start it again to go on.');
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
