/**
 * Why a task instance is where it is: every gate on its way, judged by the functions by which the scheduler decides.
 *
 * A gate that only the memory of the scheduler could judge is `unknown`, unless the scheduler has written its reason down.
 */
import { isFinished, waitsForDependencies } from '@tradewind/model';
import { judgeHandOver, judgeOutcome, judgeRunning } from './attempt-gates.ts';
import { judgeDagFile, judgePause, judgeScheduler } from './dag-gates.ts';
import { DEPENDENCY_JUDGES } from './dependency-gates.ts';
import type { Explanation, Gate, Judge, TaskSituation } from './gate.ts';
import { judgeRunAfter, judgeRunState } from './run-gates.ts';
import { SLOT_JUDGES } from './slot-gates.ts';

const DAG_JUDGES: readonly Judge[] = [judgeDagFile, judgePause, judgeScheduler];
const RUN_JUDGES: readonly Judge[] = [judgeRunAfter, judgeRunState];

export function explain(situation: TaskSituation): Explanation {
  const { state } = situation.cell;
  const gates = judgesFor(situation).flatMap((judge) => judge(situation) ?? []);
  return { state, verdict: verdictOf(situation, gates), gates };
}

/** What lies behind a task instance is not judged again, since its facts may have changed since. */
function judgesFor({ cell }: TaskSituation): readonly Judge[] {
  const { state } = cell;
  if (isFinished(state)) return [judgeOutcome];
  if (waitsForDependencies(state)) return [...DAG_JUDGES, ...RUN_JUDGES, ...DEPENDENCY_JUDGES];
  if (state === 'scheduled') return [...DAG_JUDGES, ...RUN_JUDGES, ...SLOT_JUDGES];
  return [judgeScheduler, judgeHandOver, judgeRunning];
}

/** The gate that has to open first, and how many block beside it. */
function verdictOf({ cell }: TaskSituation, gates: readonly Gate[]): string {
  const blocking = gates.filter(({ status }) => status === 'block');
  const [first, ...others] = blocking;
  if (first === undefined) return unblocked(gates);
  if (others.length === 0 || isFinished(cell.state)) return first.sentence;
  const names = others.map(({ id }) => id).join(', ');
  return `${first.sentence} ${others.length === 1 ? 'One more gate blocks' : `${others.length} more gates block`}: ${names}.`;
}

function unblocked(gates: readonly Gate[]): string {
  const last = gates.findLast(({ layer, status }) => layer === 'attempt' || layer === 'end' || status === 'unknown');
  if (last !== undefined && last.layer !== 'slots') return last.sentence;
  return 'Nothing that is written down holds it back: the scheduler takes it at its next turn.';
}
