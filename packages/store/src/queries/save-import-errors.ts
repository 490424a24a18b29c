import type { Queryable, Statement } from '../database.ts';

export interface NewImportError {
  /** Relative to the DAG folder. */
  readonly file: string;
  readonly code: string;
  readonly message: string;
  readonly stack: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly codeFrame: string | null;
  readonly output: string | null;
}

const saveImportErrorsStatement: Statement = {
  name: 'save-import-errors',
  text: `insert into import_error (bundle_name, file, code, message, stack, line, column_number, code_frame, output)
         select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::text[])
         on conflict (bundle_name, file) do update set
           code = excluded.code, message = excluded.message, stack = excluded.stack, line = excluded.line,
           column_number = excluded.column_number, code_frame = excluded.code_frame, output = excluded.output,
           happened_at = now()`,
};

/** Records why files cannot be loaded, each in place of what was recorded for the file before. */
export async function saveImportErrors(
  transaction: Queryable,
  bundleName: string,
  errors: readonly NewImportError[],
): Promise<void> {
  if (errors.length === 0) return;
  await transaction.query(saveImportErrorsStatement, [
    bundleName,
    ...(['file', 'code', 'message', 'stack', 'line', 'column', 'codeFrame', 'output'] as const).map((field) =>
      errors.map((error) => storable(error[field])),
    ),
  ]);
}

/** PostgreSQL's text has no NUL. */
function storable(value: string | number | null): string | number | null {
  return typeof value === 'string' ? value.replaceAll('\0', '\u2400') : value;
}

const clearImportErrorsStatement: Statement = {
  name: 'clear-import-errors',
  text: 'delete from import_error where bundle_name = $1 and file = any($2::text[])',
};

/** Forgets the errors of files that load again or are gone. Index: primary key. */
export async function clearImportErrors(
  transaction: Queryable,
  bundleName: string,
  files: readonly string[],
): Promise<void> {
  if (files.length > 0) await transaction.query(clearImportErrorsStatement, [bundleName, files]);
}
