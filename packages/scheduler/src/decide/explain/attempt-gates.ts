/** What an attempt does, and how the last one ended. */
import { isFinished, whyItEnded } from '@tradewind/model';
import type { Cell } from '../run-board.ts';
import { ageInWords } from './age-in-words.ts';
import { clearCommand, commandFor, isoOf, type Judge } from './gate.ts';
import { rootFailures, rootSkips } from './root-blockers.ts';

const LAYER = { layer: 'attempt' } as const;

/** Whether a worker has begun the attempt that was handed over. */
export const judgeHandOver: Judge = ({ cell, now }) => {
  const { state, queuedAt, attemptId, tryNumber } = cell;
  if (state !== 'queued') return null;
  return {
    ...LAYER,
    id: 'handed_over',
    status: 'unknown',
    sentence: `It was given to its executor ${ageInWords(now - (queuedAt ?? now))} ago, and no worker has begun it yet.`,
    evidence: { attemptId, tryNumber, queue: cell.task.queue, queuedAt: isoOf(queuedAt) },
    sinceAt: queuedAt,
    fix: `If that goes on, look whether workers of queue "${cell.task.queue}" are alive.`,
  };
};

export const judgeRunning: Judge = ({ cell, dag, now }) => {
  const { state, startedAt, worker, tryNumber, attemptId } = cell;
  if (state !== 'running' && state !== 'restarting') return null;
  const age = ageInWords(now - (startedAt ?? now));
  const evidence = {
    attemptId,
    tryNumber,
    worker,
    startedAt: isoOf(startedAt),
    schedulerHeartbeat: isoOf(dag.ownerHeartbeatAt),
  };
  const gate = { ...LAYER, id: 'running', evidence, sinceAt: startedAt } as const;
  if (state === 'restarting') {
    const sentence = 'It was cleared while it ran: its process is being ended, and then it runs again.';
    return { ...gate, status: 'block', sentence, fix: null };
  }
  if (!dag.isOwnerAlive) {
    const sentence = `It began ${age} ago on ${worker ?? 'a worker'}; whether it still runs nobody knows, since its scheduler is gone.`;
    return { ...gate, status: 'unknown', sentence, fix: null };
  }
  return {
    ...gate,
    status: 'pass',
    sentence: `It has been running for ${age} on ${worker ?? 'a worker'}, in try ${tryNumber}.`,
    fix: null,
  };
};

/** How it ended, and who is the cause. */
export const judgeOutcome: Judge = ({ cell }) => {
  const { state, finishedAt, reason, error } = cell;
  if (!isFinished(state)) return null;
  const causes = causesOf(cell).map(({ task }) => task.taskId);
  const evidence = { state, reason, error: error === null ? null : { ...error, cause: null }, causes };
  const isGood = state === 'success';
  return {
    id: 'outcome',
    layer: 'end',
    status: isGood ? 'pass' : 'block',
    sentence: sentenceOf(cell, causes),
    evidence,
    sinceAt: finishedAt,
    fix: isGood ? null : fixOf(cell, causes),
  };
};

function causesOf(cell: Cell): readonly Cell[] {
  if (cell.state === 'upstream_failed') return rootFailures(cell);
  if (cell.state === 'skipped' && cell.reason?.code === 'trigger_rule') return rootSkips(cell);
  return [];
}

function fixOf(cell: Cell, causes: readonly string[]): string {
  if (cell.state === 'failed')
    return `See its log (${commandFor('logs', cell)}), then: ${clearCommand(cell, [cell.task.taskId])}`;
  return `To have it run again: ${clearCommand(cell, causes.length > 0 ? causes : [cell.task.taskId])}`;
}

function sentenceOf(cell: Cell, causes: readonly string[]): string {
  const { state, tryNumber, reason, error, task } = cell;
  if (state === 'success')
    return task.isEmpty ? 'It has no work of its own, and passed.' : `It succeeded in try ${tryNumber}.`;
  if (state === 'removed') return 'The DAG no longer has this task.';
  const root = causes.length === 0 ? '' : ` At the root of it: ${causes.map((taskId) => `"${taskId}"`).join(', ')}.`;
  const thrown = error === null ? '' : ` ${error.name}: ${error.message}`;
  if (reason?.code === 'attempt_failed')
    return `It failed in try ${tryNumber}${exitOf(reason['exitReason'])}, and no more tries were left.${thrown}`;
  if (reason?.code === 'skipped_itself') return `It skipped itself: ${String(reason['message'])}`;
  const why = whyItEnded(reason);
  return why === null ? `It is ${state}.${root}${thrown}` : `It is ${state}, since ${why}.${root}`;
}

function exitOf(exitReason: unknown): string {
  return typeof exitReason === 'string' ? ` (${exitReason.replaceAll('_', ' ')})` : '';
}
