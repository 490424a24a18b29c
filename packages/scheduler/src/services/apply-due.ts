import type { Roster } from './roster.ts';
import type { Turn } from './turn.ts';
import type { Due } from './watches.ts';

/** Has the turn look at what a timer was set for, if it is still there. */
export function applyDue(due: Due, turn: Turn, roster: Roster): void {
  if (due.kind === 'quarantine') return;
  if (due.kind === 'dag') {
    const dag = roster.dags.get(due.dagId);
    if (dag === undefined) return;
    // Its timer is gone, whatever the clock says next.
    dag.wakeAt = null;
    dag.explainAgain();
    return void turn.dags.add(dag);
  }
  const board = roster.board(due.dagRunKey);
  if (board === undefined || board.state !== 'running') return;
  turn.touched.add(board);
  if (due.kind === 'cell') return void board.touched.push(due.index);
  const limit = board.plan.dag.dagRunTimeoutMs;
  if (limit !== null && board.startedAt + limit <= turn.now) turn.timeOut(board);
}
