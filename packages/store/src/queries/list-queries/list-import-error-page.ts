import type { DagId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import type { ImportErrorRow } from '../list-import-errors.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

export interface ImportErrorPageRow extends ImportErrorRow {
  readonly importErrorId: number;
  /** The DAGs that the file declared when it could be loaded. */
  readonly dagIds: readonly DagId[];
}

export const IMPORT_ERROR_ORDER: readonly OrderColumn[] = [
  { name: 'id', sql: 'e.id', type: 'int8' },
  { name: 'import_error_id', sql: 'e.id', type: 'int8' },
  { name: 'timestamp', sql: 'e.happened_at', type: 'timestamptz' },
  { name: 'filename', sql: 'e.file', type: 'text' },
  { name: 'bundle_name', sql: 'e.bundle_name', type: 'text' },
  { name: 'stacktrace', sql: 'e.message', type: 'text' },
];

export interface ImportErrorPageFilter {
  readonly importErrorId?: number | undefined;
  readonly file?: string | undefined;
  readonly filePattern?: string | undefined;
  readonly filePrefixPattern?: string | undefined;
  readonly bundleName?: string | undefined;
  /** Only of files that declared one of these. */
  readonly dagIds?: readonly DagId[] | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** The files that cannot be loaded now. Indexes: primary key, `import_error_id`. */
export function listImportErrorPage(
  database: Queryable,
  request: ImportErrorPageFilter,
): Promise<Page<ImportErrorPageRow>> {
  const filter = makeFilter();
  filter.add('e.id = ?::int8', request.importErrorId);
  filter.add('e.file = ?', request.file);
  filter.addPattern('e.file', request.filePattern);
  filter.addPrefixPattern('e.file', request.filePrefixPattern);
  filter.add('e.bundle_name = ?', request.bundleName);
  filter.add(
    `exists (select 1 from dag d where d.bundle_name = e.bundle_name and d.file = e.file and d.dag_id = any(?::text[]))`,
    request.dagIds,
  );
  return readPage<ImportErrorPageRow>(database, {
    columns: `e.id as "importErrorId", e.bundle_name as "bundleName", e.file, e.code, e.message, e.stack, e.line,
      e.column_number as "column", e.code_frame as "codeFrame", e.output, e.happened_at as "happenedAt",
      array(select d.dag_id from dag d where d.bundle_name = e.bundle_name and d.file = e.file order by d.dag_id) as "dagIds"`,
    tables: 'import_error e',
    filter,
    order: request.order,
    page: request.page,
  });
}
