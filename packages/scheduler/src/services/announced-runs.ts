/**
 * Runs that others created and told with all that their rows say.
 *
 * A notification may come late, when the run has been started, changed or deleted. So it is believed only when memory
 * has everything that the database has of the DAG's unfinished runs; and the commit that starts the run is refused when
 * the run has been changed or has ended.
 */
import type { NewRun } from '@tradewind/store';
import type { Inbox } from './inbox.ts';
import { rowOf } from './run-request.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { Turn } from './turn.ts';

type Ports = Pick<SchedulerParts, 'roster' | 'quarantine'>;

/** Puts the runs into the queues of their DAGs; what cannot be believed is read. */
export function admitAnnouncedRuns(batch: Inbox, turn: Turn, ports: Ports): void {
  const { roster } = ports;
  // Where something has to be read, memory may lack runs that were started.
  const isComplete = !batch.asksDatabase;
  for (const run of batch.announced) {
    const dag = roster.dags.get(run.dagId);
    if (roster.has(run.dagId, run.dagRunKey)) continue;
    if (dag === undefined || !isComplete || !isSimple(run, ports)) {
      batch.runs.add(run.dagRunKey);
      continue;
    }
    roster.enqueue(rowOf(run), true);
    turn.dags.add(dag);
  }
}

/** Whether nothing but the row is needed: no other version, no look at the past. */
function isSimple({ dagId, dagRunKey, dagVersionId }: NewRun, { roster, quarantine }: Ports): boolean {
  const plan = roster.dags.get(dagId)?.plan;
  return plan?.versionId === dagVersionId && !plan.asksThePast && !quarantine.isHeld(dagRunKey);
}
