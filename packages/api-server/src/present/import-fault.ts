import type { Static } from '@sinclair/typebox';
import type { ImportFault } from '@tradewind/contract';
import type { ImportErrorPageRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';
import { fileTokenOf } from './file-token.ts';

const HIDDEN = 'You may not read all DAGs of this file, so what is wrong with it is not shown.';

/** To those who may not read all DAGs of the file, only that it cannot be loaded. */
export function presentImportFault(fault: ImportErrorPageRow, caller: Caller): Static<typeof ImportFault> {
  const readable = fault.dagIds.filter((dagId) => mayDo(caller, 'can_read', 'DAGs', dagId));
  const isOpen = fault.dagIds.length === 0 || readable.length === fault.dagIds.length;
  const mayEdit = (dagId: (typeof readable)[number]): boolean => mayDo(caller, 'can_edit', 'DAGs', dagId);
  return {
    import_error_id: fault.importErrorId,
    timestamp: instantText(fault.happenedAt),
    filename: fault.file,
    bundle_name: fault.bundleName,
    stack_trace: isOpen ? traceOf(fault) : HIDDEN,
    code: isOpen ? fault.code : null,
    message: isOpen ? fault.message : null,
    line: isOpen ? fault.line : null,
    column: isOpen ? fault.column : null,
    code_frame: isOpen ? fault.codeFrame : null,
    output: isOpen ? fault.output : null,
    dag_ids: readable,
    file_token: fileTokenOf(fault),
    can: { reparse: fault.dagIds.length === 0 ? mayDo(caller, 'can_edit', 'DAGs') : fault.dagIds.every(mayEdit) },
  };
}

function traceOf({ file, line, column, message, codeFrame, stack }: ImportErrorPageRow): string {
  const place = [file, line, column].filter((one) => one !== null).join(':');
  return [`${place}: ${message}`, codeFrame, stack === message ? null : stack]
    .filter((part) => part !== null && part !== '')
    .join('\n\n');
}
