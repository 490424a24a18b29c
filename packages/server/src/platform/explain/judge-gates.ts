/**
 * The gates of a task instance that has not run yet, in the order in which it meets them.
 *
 * The verdicts come from the functions by which the scheduler decides. What only the scheduler has in memory, such as the
 * free slots of its executor, is `unknown` here unless it has written down what it waits for.
 */
import { explainTriggerRule, judgeSetupScope } from '@tradewind/model';
import { judgePast } from '@tradewind/scheduler/decide';
import type { Gate, Situation } from './situation.ts';

type Judge = (situation: Situation) => Gate | null;

/** Those that do not concern the task are left out. */
export function judgeGates(situation: Situation): readonly Gate[] {
  return JUDGES.flatMap((judge) => judge(situation) ?? []);
}

const judgeDag: Judge = ({ dag, cell }) => {
  const evidence = { dag_id: dag.dagId, is_paused: dag.isPaused, is_active: dag.isActive };
  const sinceAt = cell.reason?.code === 'dag_paused' ? cell.scheduledAt : null;
  if (!dag.isActive) {
    const words = `${dag.file} no longer declares the DAG, so nothing of it starts.`;
    const fix = 'Restore its declaration, or look at "tradewind dags list-import-errors".';
    return { gate: 'dag', verdict: 'block', words, evidence, sinceAt, fix };
  }
  if (!dag.isPaused) return passed('dag', 'The DAG is active and not paused.', evidence);
  const words = 'The DAG is paused, so nothing of it starts.';
  return { gate: 'dag', verdict: 'block', words, evidence, sinceAt, fix: `tradewind dags unpause ${dag.dagId}` };
};

const judgeScheduler: Judge = ({ schedulers, now }) => {
  const evidence = { schedulers: schedulers.map(({ hostname, pid }) => `${hostname}:${pid}`) };
  const latest = Math.max(...schedulers.map(({ heartbeatAt }) => heartbeatAt));
  if (schedulers.length > 0) {
    const words = `A scheduler is at work; its last heartbeat was ${Math.max(0, Math.round((now - latest) / 1000))} s ago.`;
    return passed('scheduler', words, evidence);
  }
  const fix = 'Start one: "tradewind standalone", or "tradewind scheduler".';
  return { gate: 'scheduler', verdict: 'block', words: 'No scheduler is running.', evidence, sinceAt: null, fix };
};

const judgeRun: Judge = ({ run, serialized, runningRuns, now }) => {
  const evidence = { run_id: run.runId, state: run.state, run_after: new Date(run.runAfterAt).toISOString() };
  if (run.state !== 'queued') return passed('run', `The run is ${run.state}.`, evidence);
  const block = { gate: 'run', verdict: 'block', sinceAt: run.queuedAt } as const;
  if (run.runAfterAt > now) {
    return { ...block, words: `The run does not start before ${evidence.run_after}.`, evidence, fix: null };
  }
  const limit = serialized.maxActiveRuns;
  if (limit > 0 && runningRuns >= limit) {
    const words = `The run is queued: ${runningRuns} runs of the DAG are under way, and at most ${limit} may be.`;
    const fix = 'Wait for one to finish, or raise maxActiveRuns of the DAG.';
    return { ...block, words, evidence: { ...evidence, running: runningRuns, max_active_runs: limit }, fix };
  }
  return {
    ...block,
    words: 'The run is queued and has not been started yet.',
    evidence: { ...evidence, ...run.reason },
    fix: null,
  };
};

const judgeFlow: Judge = ({ cell }) => {
  const by = cell.board.excludedBy.get(cell.index);
  if (by === undefined) return null;
  const taskId = cell.board.cells[by]?.task.taskId ?? '';
  const words = `Task "${taskId}" has decided against this one, so it is skipped.`;
  return { gate: 'flow', verdict: 'block', words, evidence: { decided_by: taskId }, sinceAt: null, fix: null };
};

const judgeSetups: Judge = ({ cell, task }) => {
  const scope = cell.board.scope.get(cell.index);
  if (scope === undefined || task.isTeardown) return null;
  const evidence = { setups: task.setups, ...scope };
  const verdict = judgeSetupScope(scope);
  if (verdict.kind === 'ready') return passed('setups', 'Its setups have succeeded.', evidence);
  const words =
    verdict.kind === 'waiting'
      ? `It waits for its setups: ${scope.success} of ${scope.total} have succeeded.`
      : `A setup did not succeed, so the task will be ${verdict.state}.`;
  return { gate: 'setups', verdict: 'block', words, evidence, sinceAt: null, fix: null };
};

const judgeRule: Judge = ({ task, cell, upstreamStates, dag, run }) => {
  const counts = cell.board.upstream[cell.index]!;
  const { verdict, sentence } = explainTriggerRule(task.triggerRule, counts);
  const evidence = { trigger_rule: task.triggerRule, ...upstreamStates };
  if (verdict.kind === 'ready') return passed('trigger_rule', sentence, evidence);
  const failed = Object.entries(upstreamStates).filter(([, state]) => state === 'failed');
  const fix =
    verdict.kind === 'settled' && failed.length > 0
      ? `Correct what failed, then: tradewind tasks clear ${dag.dagId} ${failed.map(([taskId]) => taskId).join(' ')} --run ${run.runId} --downstream`
      : null;
  return { gate: 'trigger_rule', verdict: 'block', words: sentence, evidence, sinceAt: null, fix };
};

const judgeRetry: Judge = ({ cell, now, dag, run, task }) => {
  if (cell.nextTryAt === null) return null;
  const evidence = {
    next_try_at: new Date(cell.nextTryAt).toISOString(),
    try_number: cell.tryNumber,
    max_tries: cell.maxTries,
  };
  if (cell.nextTryAt <= now) return passed('retry_time', 'Its waiting time is over.', evidence);
  const words = `It tries again at ${evidence.next_try_at}, in ${Math.ceil((cell.nextTryAt - now) / 1000)} s.`;
  const fix = `Not to wait: tradewind tasks clear ${dag.dagId} ${task.taskId} --run ${run.runId}`;
  return { gate: 'retry_time', verdict: 'block', words, evidence, sinceAt: cell.finishedAt, fix };
};

const judgeDates: Judge = ({ cell, task }) => {
  const at = cell.board.facts.logicalDateAt;
  if (at === null || (task.startDate === null && task.endDate === null)) return null;
  const evidence = { logical_date: new Date(at).toISOString(), start_date: task.startDate, end_date: task.endDate };
  const isEarly = task.startDate !== null && at < Date.parse(task.startDate);
  const isLate = task.endDate !== null && at > Date.parse(task.endDate);
  if (!isEarly && !isLate) return passed('dates', 'The logical date lies within the dates of the task.', evidence);
  const words = `The logical date lies ${isEarly ? 'before the start' : 'after the end'} date of the task, so it is skipped.`;
  return { gate: 'dates', verdict: 'block', words, evidence, sinceAt: null, fix: null };
};

const judgePreviousRun: Judge = ({ cell, task, dag }) => {
  if (!task.dependsOnPast && !task.waitForDownstream) return null;
  const past = judgePast(cell);
  if (past.kind === 'free') return passed('previous_run', 'The previous run lets it run.', {});
  const { runId, taskId, state } = past.reason as unknown as { runId: string; taskId: string; state: string };
  const words = `It depends on the past: "${taskId}" is ${state} in the previous run, ${runId}.`;
  const fix = `See why: tradewind tasks explain ${dag.dagId} ${runId} ${taskId}`;
  return {
    gate: 'previous_run',
    verdict: 'block',
    words,
    evidence: { run_id: runId, task_id: taskId, state },
    sinceAt: cell.dependenciesMetAt,
    fix,
  };
};

const judgeActiveTasks: Judge = ({ cell, serialized }) => {
  const limit = serialized.maxActiveTasks;
  if (limit <= 0) return null;
  const { occupied } = cell.board;
  const evidence = { active: occupied, max_active_tasks: limit };
  const isQueued = cell.state === 'queued';
  if (isQueued || occupied < limit) {
    return passed(
      'max_active_tasks',
      `${occupied} tasks of the run are queued or running, and ${limit} may be.`,
      evidence,
    );
  }
  const words = `${occupied} tasks of the run are queued or running, and no more than ${limit} may be.`;
  const fix = 'Wait for one to finish, or raise maxActiveTasks of the DAG.';
  return { gate: 'max_active_tasks', verdict: 'block', words, evidence, sinceAt: cell.scheduledAt, fix };
};

const judgeTaskLimit: Judge = ({ cell, task }) => {
  const limit = task.maxActiveTisPerDag;
  if (limit === null) return null;
  const evidence = { max_active_tis_per_dag: limit };
  const isBlocked = cell.reason?.code === 'max_active_tis_per_dag';
  if (!isBlocked)
    return passed('max_active_tis_per_dag', 'The limit of this task over all runs is not reached.', evidence);
  const words = `${limit} instances of the task are queued or running in all runs, and no more may be.`;
  const fix = 'Wait for one to finish, or raise maxActiveTisPerDag of the task.';
  return { gate: 'max_active_tis_per_dag', verdict: 'block', words, evidence, sinceAt: cell.scheduledAt, fix };
};

const judgePool: Judge = ({ cell, task, pool, poolHolders }) => {
  const block = { gate: 'pool', verdict: 'block', sinceAt: cell.scheduledAt } as const;
  if (pool === null) {
    const words = `There is no pool "${cell.pool}".`;
    return { ...block, words, evidence: { pool: cell.pool }, fix: `tradewind pools set ${cell.pool} <slots>` };
  }
  const evidence = { pool: cell.pool, slots: pool.slots, occupied: pool.occupied, needed: task.poolSlots };
  if (pool.slots === -1) return passed('pool', `Pool "${cell.pool}" has no limit.`, evidence);
  if (task.poolSlots > pool.slots) {
    const words = `The task needs ${task.poolSlots} slots, and pool "${cell.pool}" has only ${pool.slots}.`;
    return { ...block, words, evidence, fix: `tradewind pools set ${cell.pool} ${task.poolSlots}` };
  }
  const open = pool.slots - pool.occupied;
  if (cell.state === 'queued' || open >= task.poolSlots) {
    return passed('pool', `Pool "${cell.pool}" has ${Math.max(0, open)} of ${pool.slots} slots free.`, evidence);
  }
  const words = `Pool "${cell.pool}" is full: ${pool.occupied} of ${pool.slots} slots are taken, and the task needs ${task.poolSlots}.`;
  const fix = `Wait for one to finish, or give it more slots: tradewind pools set ${cell.pool} <slots>`;
  return { ...block, words, evidence: { ...evidence, holders: poolHolders }, fix };
};

const judgeExecutor: Judge = ({ cell, task }) => {
  const evidence = { executor: task.executor ?? 'default', queue: task.queue };
  const since = cell.state === 'queued' ? cell.queuedAt : cell.scheduledAt;
  const gate = { gate: 'executor', evidence, sinceAt: since } as const;
  if (cell.reason?.code === 'executor_unknown') {
    const words = `There is no executor "${task.executor}".`;
    return { ...gate, verdict: 'block', words, fix: 'Correct the name in the task, or configure that executor.' };
  }
  if (cell.state === 'queued') {
    return {
      ...gate,
      verdict: 'unknown',
      words: 'It was handed to its executor, and no worker has begun it yet.',
      fix: null,
    };
  }
  if (cell.reason?.code === 'no_worker_for_queue' && cell.state === 'scheduled') {
    const words = `No worker runs the tasks of queue "${task.queue}".`;
    return { ...gate, verdict: 'block', words, fix: `tradewind worker --queue ${task.queue}` };
  }
  if (cell.reason?.code === 'waiting_for_executor' && cell.state === 'scheduled') {
    const words = 'It waits for a free slot of its executor.';
    return { ...gate, verdict: 'block', words, fix: 'Wait for one to become free, or raise core.parallelism.' };
  }
  const words = 'The scheduler asks its executor when all the gates before let the task pass.';
  return { ...gate, verdict: 'unknown', words, sinceAt: null, fix: null };
};

const JUDGES: readonly Judge[] = [
  judgeDag,
  judgeScheduler,
  judgeRun,
  judgeFlow,
  judgeSetups,
  judgeRule,
  judgeRetry,
  judgeDates,
  judgePreviousRun,
  judgeActiveTasks,
  judgeTaskLimit,
  judgePool,
  judgeExecutor,
];

function passed(gate: string, words: string, evidence: Gate['evidence']): Gate {
  return { gate, verdict: 'pass', words, evidence, sinceAt: null, fix: null };
}
