import { undoChange } from '@tradewind/contract';
import type { UndoRow } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';
import { takeBack } from '../operations/undo.ts';
import type { ServedParts } from '../ports.ts';

export function undoEndpoints({ now }: Pick<ServedParts, 'now'>): readonly Endpoint[] {
  return [
    handle(undoChange, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const { row, restored } = await takeBack(transaction, params.token, { owner: caller.name, now: now() });
        const { event, dagId } = row;
        if (!isAllowed(caller, row)) throw new HttpProblem(403, `${caller.name} may not change this any more.`);
        record({ event: 'undo_change', dagId, extra: event, after: { restored } });
        return { event, restored };
      }),
    ),
  ];
}

/** Rights may have gone since the change was made. */
function isAllowed(caller: Caller, { event, dagId }: UndoRow): boolean {
  if (event.endsWith('_variable')) return mayDo(caller, 'can_edit', 'Variables');
  if (dagId === null) return true;
  return mayDo(
    caller,
    'can_edit',
    event.startsWith('patch_dag') && event !== 'patch_dag_run' ? 'DAGs' : 'Task Instances',
    dagId,
  );
}
