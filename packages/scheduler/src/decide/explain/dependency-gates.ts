/** The gates of the dependencies: what has to happen before a task instance may be scheduled. */
import { explainTriggerRule, isFinished, type JsonObject } from '@tradewind/model';
import { isOutsideDates, judgeScope } from '../judge-cells.ts';
import { judgePast } from '../past.ts';
import type { Cell } from '../run-board.ts';
import { ageInWords } from './age-in-words.ts';
import { clearCommand, commandFor, isoOf, type Judge } from './gate.ts';
import { rootBlockers, rootFailures } from './root-blockers.ts';

const LAYER = { layer: 'dependencies' } as const;

/** Whether a branch or short circuit decided against it. */
const judgeFlow: Judge = ({ cell }) => {
  const by = cell.board.cells[cell.board.excludedBy.get(cell.index) ?? -1];
  if (by === undefined) return null;
  return {
    ...LAYER,
    id: 'flow',
    status: 'block',
    sentence: `Task "${by.task.taskId}" (${by.task.operator}) decided against this one, so that it is skipped.`,
    evidence: { decidedBy: by.task.taskId },
    sinceAt: by.finishedAt,
    fix: `To have it decide anew: ${clearCommand(cell, [by.task.taskId])}`,
  };
};

/** Whether the setups in whose scope it stands have succeeded. */
const judgeSetups: Judge = ({ cell }) => {
  const scope = cell.board.scope.get(cell.index);
  if (scope === undefined || cell.task.isTeardown) return null;
  const states = statesOf(cell, cell.task.setups);
  const gate = { ...LAYER, id: 'setups', evidence: states, sinceAt: null } as const;
  const verdict = judgeScope(cell.board, cell);
  switch (verdict.kind) {
    case 'ready':
      return { ...gate, status: 'pass', sentence: 'Its setups have succeeded.', fix: null };
    case 'waiting': {
      const sentence = `It waits for its setups: ${scope.success} of ${scope.total} have succeeded.`;
      return { ...gate, status: 'block', sentence, fix: null };
    }
    case 'settled': {
      const bad = Object.keys(states).filter((taskId) => states[taskId] !== 'success');
      const sentence = `A setup of it did not succeed, so that it is ${verdict.state}: ${listOf(bad)}.`;
      return { ...gate, status: 'block', sentence, fix: clearCommand(cell, bad) };
    }
  }
};

/** What its trigger rule says, with the upstream tasks that are missing and those at the root of it. */
const judgeRule: Judge = ({ cell, now }) => {
  const { board, task } = cell;
  const counts = board.upstream[cell.index];
  if (counts === undefined) return null;
  const { verdict, sentence } = explainTriggerRule(task.triggerRule, counts);
  const evidence = { rule: task.triggerRule, upstream: statesOf(cell, task.upstream) };
  const gate = { ...LAYER, id: 'trigger_rule', evidence } as const;
  switch (verdict.kind) {
    case 'ready':
      return { ...gate, status: 'pass', sentence, sinceAt: null, fix: null };
    case 'waiting': {
      const roots = rootBlockers(cell);
      const because = roots.map((root) => describeRoot(root, now)).join(' ');
      return {
        ...gate,
        status: 'block',
        sentence: because === '' ? sentence : `${sentence} ${because}`,
        evidence: { ...evidence, roots: roots.map(rootEvidence) },
        sinceAt: null,
        fix: roots[0] === undefined ? null : `See what holds it: ${commandFor('explain', cell, roots[0].task.taskId)}`,
      };
    }
    case 'settled': {
      const failed = rootFailures(cell).map(({ task: { taskId } }) => taskId);
      const fix = failed.length === 0 ? null : `Correct what failed, then: ${clearCommand(cell, failed)}`;
      return {
        ...gate,
        status: 'block',
        sentence,
        evidence: { ...evidence, roots: failed },
        sinceAt: cell.finishedAt,
        fix,
      };
    }
  }
};

/** Whether the logical date of the run lies inside of its dates. */
const judgeDates: Judge = ({ cell }) => {
  const { startDate, endDate } = cell.task;
  if (startDate === null && endDate === null) return null;
  const logicalDate = isoOf(cell.board.facts.logicalDateAt);
  const isOutside = isOutsideDates(cell);
  return {
    ...LAYER,
    id: 'dates',
    status: isOutside ? 'block' : 'pass',
    sentence: isOutside
      ? `The logical date ${logicalDate} lies outside of the dates of the task, so that it is skipped.`
      : 'The logical date lies inside of the dates of the task.',
    evidence: { logicalDate, startDate, endDate },
    sinceAt: cell.finishedAt,
    fix: isOutside ? 'Change startDate or endDate of the task.' : null,
  };
};

/** Whether the time of its next try, or of its next look, has come. */
const judgeNextTry: Judge = ({ cell, now }) => {
  const { nextTryAt, tryNumber, maxTries, error, state, reason } = cell;
  if (nextTryAt === null) return null;
  const evidence = { nextTry: isoOf(nextTryAt), tryNumber, maxTries, error: error?.message ?? null };
  const gate = { ...LAYER, id: 'next_try', evidence, sinceAt: cell.finishedAt } as const;
  if (nextTryAt <= now) return { ...gate, status: 'pass', sentence: 'The time of its next try has come.', fix: null };
  const what = state === 'up_for_reschedule' ? 'looks again' : `tries again (try ${tryNumber + 1} of ${maxTries + 1})`;
  const before = reason?.code === 'could_not_start' ? `It could not be started: ${String(reason['message'])} ` : '';
  return {
    ...gate,
    status: 'block',
    sentence: `${before}It ${what} at ${isoOf(nextTryAt)}, in ${ageInWords(nextTryAt - now)}.`,
    fix: `Not to wait: ${clearCommand(cell, [cell.task.taskId])}`,
  };
};

/** Whether the run before lets it go. */
const judgePreviousRun: Judge = ({ cell }) => {
  if (!cell.task.dependsOnPast && !cell.task.waitForDownstream) return null;
  const gate = { ...LAYER, id: 'previous_run' } as const;
  const verdict = judgePast(cell);
  const previous = cell.board.previous?.runId ?? null;
  if (verdict.kind === 'free') {
    const sentence =
      previous === null ? 'There is no run before this one.' : `Run "${previous}" before this one lets it go.`;
    return { ...gate, status: 'pass', sentence, evidence: { previousRun: previous }, sinceAt: null, fix: null };
  }
  const { taskId, state, code } = verdict.reason;
  const rule = code === 'wait_for_downstream' ? 'waits for what came after it' : 'depends on its past';
  return {
    ...gate,
    status: 'block',
    sentence: `It ${rule}: task "${String(taskId)}" is ${String(state)} in run "${previous}" before this one.`,
    evidence: { ...verdict.reason },
    sinceAt: cell.dependenciesMetAt,
    fix: `See why: tradewind tasks explain ${cell.board.facts.dagId} ${previous} ${String(taskId)}`,
  };
};

function statesOf(cell: Cell, taskIds: Cell['task']['upstream']): JsonObject & Record<string, string> {
  const { cells, plan } = cell.board;
  return Object.fromEntries(taskIds.map((taskId) => [taskId, cells[plan.graph.indexOf(taskId)]?.state ?? 'none']));
}

function rootEvidence({ task, state, reason }: Cell): JsonObject {
  return { taskId: task.taskId, state, reason };
}

function describeRoot({ task, state, startedAt, reason }: Cell, now: number): string {
  const name = `Task "${task.taskId}"`;
  if (state === 'running' && startedAt !== null) return `${name} has been running for ${ageInWords(now - startedAt)}.`;
  if (isFinished(state)) return '';
  const why = reason === null || state === 'queued' ? '' : ` (${reason.code})`;
  return `${name} is ${state === 'none' ? 'not scheduled yet' : state}${why}.`;
}

function listOf(taskIds: readonly string[]): string {
  return taskIds.map((taskId) => `"${taskId}"`).join(', ');
}

/** Gates in the order in which a task instance meets them. */
export const DEPENDENCY_JUDGES: readonly Judge[] = [
  judgeFlow,
  judgeSetups,
  judgeRule,
  judgeNextTry,
  judgeDates,
  judgePreviousRun,
];
