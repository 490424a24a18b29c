import { bulkDagRuns, clearDagRunPartitions, deleteDagRun, patchDagRun, UNDO_HEADER } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import { runBulk } from '../../http/bulk.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { masked } from '../../http/update-mask.ts';
import { requireDag } from '../../operations/require-dag.ts';
import { presentDagRun } from '../../present/dag-run.ts';
import { bulkRunWork, deleteRun, patchRun } from './run-deeds.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { ALL, requireDagRun } from './run-scope.ts';

export function dagRunChangeEndpoints(parts: RunParts): readonly Endpoint[] {
  const { now } = parts;
  return [
    handle(patchDagRun, ({ params, query, body, caller, change, reply }) =>
      change(async (changing) => {
        const { transaction } = changing;
        const before = await requireDagRun(transaction, params);
        const given = masked(body, query.update_mask);
        const { deed, undoToken } = await patchRun(changing, before, given, { now, caller });
        changing.record(deed);
        if (undoToken !== null && !changing.isDryRun) reply.header(UNDO_HEADER, undoToken);
        const run = await requireDagRun(transaction, params);
        return presentDagRun(run, (await versionsOf(parts, transaction, [run])).get(run.dagVersionId), caller);
      }),
    ),
    handle(deleteDagRun, ({ params, change }) =>
      change(async (changing) => {
        changing.record(await deleteRun(changing, await requireDagRun(changing.transaction, params)));
        return null;
      }),
    ),
    handle(bulkDagRuns, ({ params, body, caller, change }) =>
      change((changing) => runBulk(body.actions, bulkRunWork(params.dag_id, { now, caller }), changing)),
    ),
    handle(clearDagRunPartitions, async ({ params, body }) => {
      if (params.dag_id !== ALL) await requireDag(parts.database, params.dag_id as DagId);
      return { dag_runs_cleared: 0, task_instances_cleared: 0, dry_run: body.dry_run! };
    }),
  ];
}
