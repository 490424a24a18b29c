import { isFinished, type TaskInstanceState } from '@tradewind/model';
import { describeReason } from './describe-reason.ts';
import { judgeGates } from './judge-gates.ts';
import type { Gate, Situation } from './situation.ts';

export interface Explanation {
  readonly state: TaskInstanceState;
  /** The answer in one sentence. */
  readonly summary: string;
  readonly gates: readonly Gate[];
}

/** Why a task instance is in the state in which it is, and what stands between it and a worker. */
export function explainSituation(situation: Situation): Explanation {
  const { cell } = situation;
  const { state } = cell;
  if (isFinished(state)) return { state, summary: summarizeFinished(situation), gates: [] };
  if (state === 'running') {
    return {
      state,
      summary: `It is running${cell.worker === null ? '' : ` on ${cell.worker}`}, in try ${cell.tryNumber}.`,
      gates: [],
    };
  }
  if (state === 'restarting') {
    return { state, summary: 'It was cleared while it ran: it is being ended, and then runs again.', gates: [] };
  }
  const gates = judgeGates(situation);
  return { state, summary: summarizeGates(state, gates), gates };
}

function summarizeGates(state: TaskInstanceState, gates: readonly Gate[]): string {
  const blocking = gates.filter(({ verdict }) => verdict === 'block');
  const [first, ...others] = blocking;
  if (first === undefined) {
    return state === 'queued'
      ? 'It waits for a worker to begin it.'
      : 'Nothing blocks it: the scheduler takes it at its next turn.';
  }
  if (others.length === 0) return first.words;
  return `${first.words} ${others.length === 1 ? 'One more gate blocks' : `${others.length} more gates block`} it as well.`;
}

function summarizeFinished({ cell }: Situation): string {
  const { state, tryNumber, error, reason } = cell;
  if (reason !== null && state !== 'success') return describeReason(reason, state, error);
  if (state === 'success') return `It succeeded in try ${tryNumber}.`;
  if (state === 'failed') return `It failed${error === null ? '' : `: ${error.name}: ${error.message}`}.`;
  return `It is ${state}.`;
}
