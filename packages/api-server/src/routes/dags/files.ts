import { getImportError, getImportErrors, listDagWarnings, reparseDagFile } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import {
  DAG_WARNING_ORDER,
  IMPORT_ERROR_ORDER,
  listDagWarningPage,
  listImportErrorPage,
  type Queryable,
  readDagFile,
  requestParse,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { instantText } from '../../http/instant.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { mayDo } from '../../identity/may-do.ts';
import { type DagFile, readFileToken } from '../../present/file-token.ts';
import { presentImportFault } from '../../present/import-fault.ts';
import type { DagParts } from './dag-lists.ts';
import { dagsOpenTo } from './scope.ts';

export function importErrorEndpoints({ database }: DagParts): readonly Endpoint[] {
  return [
    handle(getImportErrors, async ({ query, caller }) => {
      const page = await listImportErrorPage(database, {
        file: query.filename,
        filePattern: query.filename_pattern,
        filePrefixPattern: query.filename_prefix_pattern,
        bundleName: query.bundle_name,
        dagIds: dagsOpenTo(caller, 'can_read', 'Import Errors'),
        order: orderOf(query.order_by!, IMPORT_ERROR_ORDER, ['id']),
        page: pageOf(query),
      });
      return collection(
        'import_errors',
        page,
        page.rows.map((row) => presentImportFault(row, caller)),
      );
    }),
    handle(getImportError, async ({ params, caller }) => {
      const { rows } = await listImportErrorPage(database, {
        importErrorId: params.import_error_id,
        dagIds: dagsOpenTo(caller, 'can_read', 'Import Errors'),
        order: orderOf([], IMPORT_ERROR_ORDER, ['id']),
        page: { limit: 1 },
      });
      if (rows[0] === undefined) throw notFound(`There is no import error ${params.import_error_id}.`);
      return presentImportFault(rows[0], caller);
    }),
  ];
}

export function warningEndpoints({ database }: DagParts): readonly Endpoint[] {
  return [
    handle(listDagWarnings, async ({ query, caller }) => {
      const page = await listDagWarningPage(database, {
        dagId: query.dag_id,
        warningType: query.warning_type,
        dagIds: dagsOpenTo(caller, 'can_read', 'DAG Warnings'),
        order: orderOf(query.order_by!, DAG_WARNING_ORDER, ['dag_id', 'warning_type']),
        page: pageOf(query),
      });
      return collection(
        'dag_warnings',
        page,
        page.rows.map(({ dagId, displayName, warningType, message, happenedAt }) => ({
          dag_id: dagId,
          dag_display_name: displayName ?? dagId,
          warning_type: warningType,
          message,
          timestamp: instantText(happenedAt),
        })),
      );
    }),
  ];
}

export function parseEndpoints(): readonly Endpoint[] {
  return [
    handle(reparseDagFile, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const file = await requireFile(transaction, params.file_token, caller);
        await requestParse(transaction, file);
        record({ event: 'reparse_dag_file', extra: `${file.bundleName}: ${file.file}` });
        return null;
      }),
    ),
  ];
}

/** The file that a token names. @throws {HttpProblem} 403 or 404 */
async function requireFile(database: Queryable, token: string, caller: Caller): Promise<DagFile> {
  const file = readFileToken(token);
  const known = file === null ? null : await readDagFile(database, file.bundleName, file.file);
  if (file === null || known === null || (known.dagIds.length === 0 && !known.hasImportError))
    throw notFound('file_token: there is no such file. Take the `file_token` of a DAG or of an import error.');
  const mayEdit = (dagId: DagId): boolean => mayDo(caller, 'can_edit', 'DAGs', dagId);
  if (known.dagIds.length === 0 ? !mayDo(caller, 'can_edit', 'DAGs') : !known.dagIds.every(mayEdit))
    throw new HttpProblem(403, `${caller.name} may not edit all DAGs of this file.`);
  return file;
}
