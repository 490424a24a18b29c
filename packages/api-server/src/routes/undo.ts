import { type Resource, undoChange } from '@tradewind/contract';
import type { UndoRow } from '@tradewind/store';
import { type Endpoint, handle } from '../http/handle.ts';
import { HttpProblem } from '../http/http-problem.ts';
import type { Caller } from '../identity/caller.ts';
import { mayDo } from '../identity/may-do.ts';
import { takeBack, type UndoStep } from '../operations/undo.ts';
import type { ServedParts } from '../ports.ts';

export function undoEndpoints({ now }: Pick<ServedParts, 'now'>): readonly Endpoint[] {
  return [
    handle(undoChange, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const { row, step, restored } = await takeBack(transaction, params.token, { owner: caller, now: now() });
        const { event, dagId } = row;
        if (!isAllowed(caller, step, row)) throw new HttpProblem(403, `${caller.name} may not change this any more.`);
        record({ event: 'undo_change', dagId, extra: event, after: { restored } });
        return { event, restored };
      }),
    ),
  ];
}

/** Rights may have gone since the change was made: as many are needed as for the change. */
function isAllowed(caller: Caller, step: UndoStep, { event, dagId }: UndoRow): boolean {
  switch (step.kind) {
    case 'variable':
      return mayDo(caller, 'can_edit', 'Variables');
    case 'pause':
      return step.dagIds.every((one) => mayDo(caller, 'can_edit', 'DAGs', one));
    case 'runs':
      return dagId !== null && resourcesOf(event).every((resource) => mayDo(caller, 'can_edit', resource, dagId));
  }
}

function resourcesOf(event: string): readonly Resource[] {
  if (event === 'patch_dag_run') return ['DAG Runs'];
  return event.startsWith('clear_dag_run') ? ['DAG Runs', 'Task Instances'] : ['Task Instances'];
}
