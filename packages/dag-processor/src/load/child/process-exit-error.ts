/** Thrown in place of ending the process that loads DAG files. */
export class ProcessExitError extends Error {
  readonly code = 'DAG_FILE_EXITED';

  constructor(exitCode: number | string | null | undefined) {
    super(
      `The file called process.exit(${exitCode ?? ''}) while it was loaded. A DAG file must only declare; throw an error ` +
        'when something is wrong.',
    );
    this.name = 'ProcessExitError';
  }
}
