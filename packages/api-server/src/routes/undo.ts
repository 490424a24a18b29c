import { undoChange } from '@tradewind/contract';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import { mayDo } from '../identity/may-do.ts';
import { takeBack } from '../operations/undo.ts';
import type { ServedParts } from '../ports.ts';

export function undoEndpoints({ now }: Pick<ServedParts, 'now'>): readonly Endpoint[] {
  return [
    handle(undoChange, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const { row, restored } = await takeBack(transaction, params.token, { owner: caller.name, now: now() });
        const { event, dagId } = row;
        const isAllowed =
          dagId === null || mayDo(caller, 'can_edit', event === 'patch_dag' ? 'DAGs' : 'Task Instances', dagId);
        if (!isAllowed) throw new HttpProblem(403, `${caller.name} may not change DAG "${dagId}" any more.`);
        record({ event: 'undo_change', dagId, extra: event, after: { restored } });
        return { event, restored };
      }),
    ),
  ];
}
