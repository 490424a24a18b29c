/** Stands for a thrown value that is no error. Errors without a code of their own are shown with its code. */
export class DagFileThrewError extends Error {
  readonly code = 'DAG_FILE_THREW';

  constructor(thrown: unknown) {
    const what = typeof thrown === 'object' && thrown !== null ? 'an object' : String(thrown);
    super(`The file threw ${what}, which is no Error. Throw an Error, so that its place is known.`);
    this.name = 'DagFileThrewError';
  }
}
