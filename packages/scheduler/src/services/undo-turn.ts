import type { Inbox } from './inbox.ts';
import type { SchedulerParts } from './scheduler-parts.ts';
import type { Turn } from './turn.ts';

/**
 * What this turn touched is loaded again. When nothing was written, its events are applied again, too; after a commit
 * of unknown outcome that is right as well, since what was written meanwhile is refused then.
 */
export function undoTurn(batch: Inbox, turn: Turn, parts: SchedulerParts): void {
  const { inbox: again, roster, watches, dispatcher } = parts;
  const { newRuns, touched, dags, waiting, due, isCommitted, now } = turn;
  again.addQuestions(batch);
  again.addDags([...dags, ...newRuns].map(({ dagId }) => dagId));
  for (const board of touched) {
    roster.dropBoard(board);
    again.runs.add(board.facts.dagRunKey);
  }
  for (const { dagRunKey, dagId } of newRuns) {
    roster.dropRun(dagRunKey, dagId);
    if (isCommitted) again.runs.add(dagRunKey);
    else again.runs.delete(dagRunKey);
  }
  for (const [queued, dag] of waiting) {
    queued.reason = null;
    dag.unexplained.add(queued.row.dagRunKey);
  }
  again.arePoolsStale = true;
  watches.putBack(due, now);
  dispatcher.clearReservations();
  if (isCommitted) return;
  again.reports.unshift(...batch.reports);
  again.triggers.unshift(...batch.triggers);
}
