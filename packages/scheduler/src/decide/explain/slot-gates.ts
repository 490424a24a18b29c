/** The gates of the limits: what has to be free before a scheduled task instance is queued. */
import type { JsonObject, PoolName } from '@tradewind/model';
import { blockOfPool, blockOfTask, type SlotCounts } from '../limits.ts';
import { ageInWords } from './age-in-words.ts';
import { countInWords } from './count-in-words.ts';
import type { Judge, PoolSituation, TaskSituation } from './gate.ts';

const LAYER = { layer: 'slots' } as const;

/** How many task instances of the run may be at executors. */
const judgeRunLimit: Judge = ({ cell }) => {
  const { occupied, plan } = cell.board;
  const limit = plan.dag.maxActiveTasks;
  const isFull = cell.state === 'scheduled' && occupied >= limit;
  return {
    ...LAYER,
    id: 'max_active_tasks',
    status: isFull ? 'block' : 'pass',
    sentence: `${countInWords(occupied, 'task of the run is', 'tasks of the run are')} queued or running, and ${limit} may be.`,
    evidence: { active: occupied, maxActiveTasks: limit },
    sinceAt: isFull ? cell.scheduledAt : null,
    fix: isFull ? 'Let one of them end, or raise maxActiveTasks of the DAG.' : null,
  };
};

/** How many instances of the task may be at executors, over all runs. */
const judgeTaskLimit: Judge = (situation) => {
  const { cell, activeOfTask } = situation;
  const limit = cell.task.maxActiveTisPerDag;
  if (limit === null) return null;
  const isFull = cell.state === 'scheduled' && blockOfTask(cell, countsOf(situation)) !== undefined;
  return {
    ...LAYER,
    id: 'max_active_tis_per_dag',
    status: isFull ? 'block' : 'pass',
    sentence: `${countInWords(activeOfTask, 'instance of the task is', 'instances of the task are')} queued or running in all runs, and ${limit} may be.`,
    evidence: { active: activeOfTask, maxActiveTisPerDag: limit },
    sinceAt: isFull ? cell.scheduledAt : null,
    fix: isFull ? 'Let one of them end, or raise maxActiveTisPerDag of the task.' : null,
  };
};

/** Whether its pool has room, who holds the slots, and when its turn comes. */
const judgePool: Judge = (situation) => {
  const { cell, pool, now } = situation;
  const block = cell.state === 'scheduled' ? blockOfPool(cell, countsOf(situation)) : undefined;
  const asked = cell.task.poolSlots;
  const gate = { ...LAYER, id: 'pool', sinceAt: block === undefined ? null : cell.scheduledAt } as const;
  if (pool === null) {
    const sentence = `There is no pool "${cell.pool}", so that the task never runs.`;
    const fix = `tradewind pools set ${cell.pool} <slots>`;
    return { ...gate, status: 'block', sentence, evidence: { pool: cell.pool }, fix };
  }
  const evidence = poolEvidence(situation, pool);
  if (block === undefined)
    return { ...gate, status: 'pass', sentence: poolStanding(cell.pool, pool), evidence, fix: null };
  if (block.reason.code === 'pool_too_small') {
    const sentence = `The task asks for ${asked} slots, and pool "${cell.pool}" has ${pool.slots} in all, so that it never runs.`;
    return { ...gate, status: 'block', sentence, evidence, fix: `tradewind pools set ${cell.pool} ${asked}` };
  }
  return {
    ...gate,
    status: 'block',
    sentence: `${poolStanding(cell.pool, pool)} ${oldestHolder(pool, now)}${placeInLine(pool)}`,
    evidence,
    fix: `Give the pool more slots (tradewind pools set ${cell.pool} <slots>), or raise priorityWeight of the task.`,
  };
};

/** Whether an executor takes it. Its slots are known to the scheduler alone, which writes down that it waits for one. */
const judgeExecutor: Judge = ({ cell }) => {
  const { executor, queue } = cell.task;
  const name = executor === null ? 'The default executor' : `Executor "${executor}"`;
  const gate = { ...LAYER, id: 'executor', evidence: { executor, queue }, sinceAt: cell.scheduledAt } as const;
  if (cell.state !== 'scheduled') return null;
  if (cell.reason?.code === 'executor_unknown') {
    const sentence = `There is no executor "${executor}", so that the task never runs.`;
    return { ...gate, status: 'block', sentence, fix: 'Name another executor in the task, or configure this one.' };
  }
  if (cell.reason?.code === 'no_worker_for_queue') {
    const sentence = `No worker takes tasks of queue "${queue}".`;
    return {
      ...gate,
      status: 'block',
      sentence,
      fix: `Start a worker for queue "${queue}", or name another queue in the task.`,
    };
  }
  if (cell.reason?.code === 'waiting_for_executor') {
    const sentence = `${name} has no free slot, or had none when the scheduler looked last.`;
    return { ...gate, status: 'block', sentence, fix: 'Let other tasks end, or raise core.parallelism.' };
  }
  return {
    ...gate,
    status: 'unknown',
    sentence: `${name} is asked when nothing else holds the task back.`,
    sinceAt: null,
    fix: null,
  };
};

export const SLOT_JUDGES: readonly Judge[] = [judgeRunLimit, judgeTaskLimit, judgePool, judgeExecutor];

function countsOf({ pool, activeOfTask }: TaskSituation): SlotCounts {
  return {
    poolSize: (_name: PoolName) => pool?.slots ?? null,
    poolOpen: (_name: PoolName) => openSlots(pool),
    activeOfTask: () => activeOfTask,
  };
}

function openSlots(pool: PoolSituation | null): number {
  if (pool === null) return 0;
  return pool.slots === -1 ? Number.POSITIVE_INFINITY : pool.slots - pool.occupied;
}

function poolStanding(name: string, { slots, occupied }: PoolSituation): string {
  if (slots === -1) return `Pool "${name}" has no limit.`;
  if (occupied >= slots) return `It waits for a slot in pool "${name}" (${occupied} of ${slots} used).`;
  return `Pool "${name}" has ${slots - occupied} of ${slots} slots free.`;
}

function oldestHolder({ holders }: PoolSituation, now: number): string {
  const [oldest] = holders;
  if (oldest === undefined || oldest.queuedAt === null) return '';
  return `Oldest holder: ${oldest.dagId}.${oldest.taskId}, ${ageInWords(now - oldest.queuedAt)}. `;
}

function placeInLine({ aheadCount, waitingCount }: PoolSituation): string {
  return `Place ${aheadCount + 1} of ${waitingCount} that wait.`;
}

function poolEvidence({ cell, now }: TaskSituation, { slots, occupied, holders, ...line }: PoolSituation): JsonObject {
  return {
    pool: cell.pool,
    slots,
    occupied,
    asked: cell.task.poolSlots,
    place: line.aheadCount + 1,
    waiting: line.waitingCount,
    holders: holders.map(({ queuedAt, ...holder }) => ({
      ...holder,
      ageMs: queuedAt === null ? null : now - queuedAt,
    })),
  };
}
