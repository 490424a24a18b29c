import type { Queryable, Statement } from '../database.ts';

/** A DAG file that cannot be loaded. */
export interface ImportErrorRow {
  readonly bundleName: string;
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly codeFrame: string | null;
  /** What the file printed while it was loaded. */
  readonly output: string | null;
  readonly happenedAt: number;
}

const listImportErrorsStatement: Statement = {
  name: 'list-import-errors',
  text: `select bundle_name as "bundleName", file, code, message, stack, line, column_number as "column",
           code_frame as "codeFrame", output, happened_at as "happenedAt"
         from import_error order by bundle_name, file`,
};

/** The DAG files that cannot be loaded now, by file. */
export async function listImportErrors(database: Queryable): Promise<readonly ImportErrorRow[]> {
  return database.query<ImportErrorRow>(listImportErrorsStatement);
}
