import type { DagRunKey, PoolName, RunId, TaskInstanceState } from '@tradewind/model';
import { makeDag, type TaskInput } from '@tradewind/test-support';
import { describe, expect, test } from 'vitest';
import { boardFor } from '../../fixtures/in-memory-turns.ts';
import { noLuck } from '../../fixtures/reports.ts';
import { reason } from '../reason-codes.ts';
import { type Cell, type CellState, createBoard } from '../run-board.ts';
import { explain } from './explain.ts';
import type { DagSituation, Explanation, Gate, PoolSituation, RunSituation, TaskSituation } from './gate.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const MINUTE_MS = 60_000;

interface Setting {
  readonly tasks?: readonly TaskInput[];
  readonly rest?: Parameters<typeof makeDag>[2];
  /** The task to explain. @default the last one */
  readonly taskId?: string;
  readonly states?: Readonly<Record<string, Partial<CellState>>>;
  readonly dag?: Partial<DagSituation>;
  readonly run?: Partial<RunSituation>;
  readonly pool?: Partial<PoolSituation> | null;
  readonly activeOfTask?: number;
  readonly prepare?: (cell: Cell) => void;
}

const healthy: DagSituation = {
  file: 'dags.ts',
  isPaused: false,
  isActive: true,
  importError: null,
  ownerName: 'host:1',
  ownerHeartbeatAt: NOW - 2000,
  isOwnerAlive: true,
  liveSchedulers: 1,
  lastHeartbeatAt: NOW - 2000,
};
const underWay: RunSituation = {
  state: 'running',
  reason: null,
  queuedAt: NOW - MINUTE_MS,
  finishedAt: null,
  runningCount: 1,
  runningRunIds: ['run-0'],
  queuedAhead: 0,
};
const roomy: PoolSituation = { slots: 8, occupied: 0, holders: [], waitingCount: 1, aheadCount: 0 };

/** A task instance in a setting in which nothing holds it back but what is said. */
function situationOf(setting: Setting): TaskSituation {
  const { tasks = [{ id: 'a' }], states = {}, prepare } = setting;
  const fresh = boardFor(makeDag('sales', tasks, setting.rest));
  const cells = new Map(fresh.cells.map((cell) => [cell.task.taskId, { ...cell, ...states[cell.task.taskId] }]));
  const board = createBoard({ facts: fresh.facts, plan: fresh.plan, startedAt: NOW, revision: 0, cells });
  const cell = board.cells.find(({ task }) => task.taskId === setting.taskId) ?? board.cells.at(-1)!;
  prepare?.(cell);
  return {
    now: NOW,
    cell,
    dag: { ...healthy, ...setting.dag },
    run: { ...underWay, ...setting.run },
    pool: setting.pool === null ? null : { ...roomy, ...setting.pool },
    activeOfTask: setting.activeOfTask ?? 0,
  };
}

const explained = (setting: Setting): Explanation => explain(situationOf(setting));
const gateOf = (setting: Setting, id: string): Gate | undefined =>
  explained(setting).gates.find((gate) => gate.id === id);
const blocking = (setting: Setting): string[] =>
  explained(setting)
    .gates.filter(({ status }) => status === 'block')
    .map(({ id }) => id);

const scheduled: Readonly<Record<string, Partial<CellState>>> = {
  a: { state: 'scheduled', scheduledAt: NOW - 5 * MINUTE_MS, tryNumber: 1, reason: reason('waiting_for_executor') },
};

test('a task instance that nothing holds back says so', () => {
  const { state, verdict, gates } = explained({});
  expect(state).toBe('none');
  expect(verdict).toBe('Nothing that is written down holds it back: the scheduler takes it at its next turn.');
  expect(gates.map(({ id, status }) => [id, status])).toEqual([
    ['dag_file', 'pass'],
    ['dag_paused', 'pass'],
    ['scheduler', 'pass'],
    ['run_state', 'pass'],
    ['trigger_rule', 'pass'],
  ]);
});

test('the verdict names the first gate that blocks, and counts the others', () => {
  const { verdict } = explained({ dag: { isPaused: true, isOwnerAlive: false, liveSchedulers: 0 } });
  expect(verdict).toBe('The DAG is paused: nothing of it is started. One more gate blocks: scheduler.');
});

describe('gates of the DAG', () => {
  test('tell of a file that no longer declares it', () => {
    const gate = gateOf({ dag: { isActive: false }, run: { state: 'queued' } }, 'dag_file');
    expect(gate).toMatchObject({ status: 'block', sentence: expect.stringContaining('no longer declares the DAG') });
    expect(gateOf({ dag: { isActive: false } }, 'dag_file')?.status).toBe('pass');
  });

  test('tell of a file that cannot be loaded while the last good version stays', () => {
    const importError = {
      code: 'FILE_SYNTAX_INVALID',
      message: 'Unexpected token',
      line: 3,
      happenedAt: '2026-01-01T00:00:00Z',
    };
    expect(gateOf({ dag: { importError } }, 'dag_file')).toMatchObject({
      status: 'pass',
      sentence:
        'File "dags.ts" cannot be loaded any more, so that its last good version stays in force. It cannot be loaded: Unexpected token',
      evidence: { importError },
      fix: 'Correct the file: tradewind dags list-import-errors',
    });
  });

  test('tell of a pause, and how to end it', () => {
    expect(gateOf({ dag: { isPaused: true } }, 'dag_paused')).toMatchObject({
      status: 'block',
      fix: 'tradewind dags unpause sales',
    });
  });

  test.each([
    [{ isOwnerAlive: false, liveSchedulers: 0 }, 'block', 'No scheduler is running. The last heartbeat was 2 s ago.'],
    [
      { isOwnerAlive: false, liveSchedulers: 0, lastHeartbeatAt: null },
      'block',
      'No scheduler is running. None was ever started.',
    ],
    [
      { isOwnerAlive: false, liveSchedulers: 2 },
      'block',
      'No live scheduler owns the DAG at this moment; one of the others takes it over within its lease.',
    ],
    [{}, 'pass', 'Scheduler host:1 takes care of the DAG; its last heartbeat was 2 s ago.'],
  ])('tell of the scheduler: %j', (dag, status, sentence) => {
    expect(gateOf({ dag }, 'scheduler')).toMatchObject({ status, sentence });
  });
});

describe('gates of the run', () => {
  test('tell when it is due', () => {
    const setting: Setting = {
      run: { state: 'queued' },
      prepare: ({ board }) => Object.assign(board.facts, { runAfterAt: NOW + 90 * MINUTE_MS }),
    };
    expect(gateOf(setting, 'run_after')?.sentence).toBe('The run starts at 2026-01-01T13:30:00.000Z, in 1 h 30 m.');
    expect(blocking(setting)).toEqual(['run_after']);
  });

  test('tell behind which runs it waits', () => {
    const run: Partial<RunSituation> = {
      state: 'queued',
      runningCount: 2,
      runningRunIds: ['one', 'two'],
      queuedAhead: 3,
    };
    expect(gateOf({ run, rest: { maxActiveRuns: 2 } }, 'run_state')).toMatchObject({
      status: 'block',
      sentence:
        'The run waits for another run of the DAG to end: 2 of 2 under way, "one", "two". 3 queued runs go first.',
      evidence: { behind: ['one', 'two'] },
      sinceAt: NOW - MINUTE_MS,
    });
  });

  test('tell that it ended without the task', () => {
    const run: Partial<RunSituation> = { state: 'failed', reason: reason('all_tasks_deadlocked'), finishedAt: NOW };
    expect(gateOf({ run }, 'run_state')).toMatchObject({
      status: 'block',
      sentence: 'The run ended at 2026-01-01T12:00:00.000Z as failed (all_tasks_deadlocked).',
    });
  });
});

describe('gates of the dependencies', () => {
  const chain: readonly TaskInput[] = [
    { id: 'a' },
    { id: 'b', after: ['a'] },
    { id: 'c', after: ['b'] },
    { id: 'd', after: ['c'] },
  ];
  const running = { state: 'running', startedAt: NOW - 5 * MINUTE_MS, attemptId: 'x' as never } as const;

  test('tell of the upstream that is missing, and who is at the root of it', () => {
    const gate = gateOf({ tasks: chain, states: { a: running } }, 'trigger_rule');
    expect(gate).toMatchObject({
      status: 'block',
      evidence: { rule: 'all_success', upstream: { c: 'none' }, roots: [{ taskId: 'a', state: 'running' }] },
      fix: 'See what holds it: tradewind tasks explain sales run-0 a',
    });
    expect(gate?.sentence).toContain('Task "a" has been running for 5 m.');
  });

  test('tell the reason of a root that waits itself', () => {
    const gate = gateOf(
      { tasks: chain, states: { a: { state: 'scheduled', reason: reason('pool_full') } } },
      'trigger_rule',
    );
    expect(gate?.sentence).toContain('Task "a" is scheduled (pool_full).');
  });

  test('tell of several roots, each once', () => {
    const tasks: TaskInput[] = [
      { id: 'a' },
      { id: 'b' },
      { id: 'c', after: ['a', 'b'] },
      { id: 'd', after: ['a'] },
      { id: 'e', after: ['c', 'd'] },
    ];
    const gate = gateOf({ tasks, states: { a: running, b: { state: 'success' } } }, 'trigger_rule');
    expect(gate?.evidence['roots']).toMatchObject([{ taskId: 'a' }]);
  });

  test('tell of a branch that decided otherwise', () => {
    const tasks: TaskInput[] = [
      { id: 'choose', operator: 'branch', flow: 'branch' },
      { id: 'left', after: ['choose'] },
    ];
    const prepare = ({ board, index }: Cell): void => void board.excludedBy.set(index, 0);
    expect(gateOf({ tasks, states: { choose: { state: 'success' } }, prepare }, 'flow')).toMatchObject({
      status: 'block',
      sentence: 'Task "choose" (branch) decided against this one, so that it is skipped.',
    });
  });

  test.each([
    ['none', 'block', 'It waits for its setups: 0 of 1 have succeeded.'],
    ['success', 'pass', 'Its setups have succeeded.'],
    ['failed', 'block', 'A setup of it did not succeed, so that it is upstream_failed: "create".'],
  ] as const)('tell of a setup that is %s', (state, status, sentence) => {
    const tasks: TaskInput[] = [
      { id: 'create', isSetup: true },
      { id: 'work', after: ['create'], setups: ['create'] as never },
    ];
    expect(gateOf({ tasks, states: { create: { state } } }, 'setups')).toMatchObject({ status, sentence });
  });

  test('tell when it tries again', () => {
    const a: Partial<CellState> = {
      state: 'up_for_retry',
      nextTryAt: NOW + 45_000,
      tryNumber: 2,
      maxTries: 3,
      error: noLuck,
    };
    const gate = gateOf({ states: { a } }, 'next_try');
    expect(gate).toMatchObject({ status: 'block', evidence: { error: 'no luck' } });
    expect(gate?.sentence).toBe('It tries again (try 3 of 4) at 2026-01-01T12:00:45.000Z, in 45 s.');
    expect(gateOf({ states: { a: { ...a, nextTryAt: NOW } } }, 'next_try')?.status).toBe('pass');
    const reason = { code: 'could_not_start', message: 'The code could not be had.' } as const;
    expect(gateOf({ states: { a: { ...a, reason } } }, 'next_try')?.sentence).toBe(
      'It could not be started: The code could not be had. It tries again (try 3 of 4) at 2026-01-01T12:00:45.000Z, in 45 s.',
    );
  });

  test('tell of the dates of the task', () => {
    expect(blocking({ tasks: [{ id: 'a', startDate: '2026-02-01T00:00:00Z' }] })).toEqual(['dates']);
    expect(gateOf({ tasks: [{ id: 'a', startDate: '2025-02-01T00:00:00Z' }] }, 'dates')?.status).toBe('pass');
  });

  test.each([
    [
      { dependsOnPast: true },
      { a: 'failed' },
      'It depends on its past: task "a" is failed in run "yesterday" before this one.',
    ],
    [
      { waitForDownstream: true },
      { a: 'success', b: 'running' },
      'It waits for what came after it: task "b" is running in run "yesterday" before this one.',
    ],
  ] as const)('tell of the previous run: %j', (task, states: Record<string, TaskInstanceState>, sentence) => {
    const tasks: TaskInput[] = [
      { id: 'a', ...task },
      { id: 'b', after: ['a'] },
    ];
    const previous = {
      dagRunKey: 'p' as DagRunKey,
      runId: 'yesterday' as RunId,
      stateOf: (taskId: string) => states[taskId] ?? null,
    };
    const prepare = ({ board }: Cell): void => void Object.assign(board, { previous });
    expect(gateOf({ tasks, taskId: 'a', prepare }, 'previous_run')).toMatchObject({ status: 'block', sentence });
    expect(gateOf({ tasks, taskId: 'a' }, 'previous_run')).toMatchObject({
      status: 'pass',
      sentence: 'There is no run before this one.',
    });
  });
});

describe('gates of the limits', () => {
  const inPool: Setting = { tasks: [{ id: 'a', pool: 'dwh' as PoolName }], states: scheduled };

  test('tell of a full pool, its oldest holder, and the place in line', () => {
    const holder = {
      dagId: 'export',
      runId: 'r',
      taskId: 'load_orders',
      poolSlots: 1,
      queuedAt: NOW - 192 * MINUTE_MS,
    };
    const pool: PoolSituation = { slots: 8, occupied: 8, holders: [holder], waitingCount: 11, aheadCount: 2 };
    const gate = gateOf({ ...inPool, pool }, 'pool');
    expect(gate?.sentence).toBe(
      'It waits for a slot in pool "dwh" (8 of 8 used). Oldest holder: export.load_orders, 3 h 12 m. Place 3 of 11 that wait.',
    );
    expect(gate).toMatchObject({
      status: 'block',
      sinceAt: NOW - 5 * MINUTE_MS,
      evidence: { holders: [{ taskId: 'load_orders', ageMs: 192 * MINUTE_MS }] },
    });
  });

  test.each([
    [null, 1, 'block', 'There is no pool "dwh", so that the task never runs.'],
    [{ slots: 2 }, 3, 'block', 'The task asks for 3 slots, and pool "dwh" has 2 in all, so that it never runs.'],
    [{ slots: 4, occupied: 2 }, 3, 'block', 'Pool "dwh" has 2 of 4 slots free. Place 1 of 1 that wait.'],
    [{ slots: -1 }, 3, 'pass', 'Pool "dwh" has no limit.'],
    [{ slots: 4, occupied: 1 }, 3, 'pass', 'Pool "dwh" has 3 of 4 slots free.'],
  ])('tell of pool %j for a task of %d slots', (pool, poolSlots, status, sentence) => {
    const tasks: TaskInput[] = [{ id: 'a', pool: 'dwh' as PoolName, poolSlots }];
    expect(gateOf({ ...inPool, tasks, pool }, 'pool')).toMatchObject({ status, sentence });
  });

  test('tell of the limit of the run', () => {
    const tasks: TaskInput[] = [{ id: 'b' }, { id: 'a' }];
    const states = { ...scheduled, b: { state: 'running' as const, attemptId: 'x' as never } };
    expect(gateOf({ tasks, states, rest: { maxActiveTasks: 1 } }, 'max_active_tasks')).toMatchObject({
      status: 'block',
      sentence: '1 task of the run is queued or running, and 1 may be.',
    });
  });

  test('tell of the limit of the task', () => {
    const setting: Setting = { tasks: [{ id: 'a', maxActiveTisPerDag: 2 }], states: scheduled };
    expect(gateOf({ ...setting, activeOfTask: 2 }, 'max_active_tis_per_dag')?.status).toBe('block');
    expect(gateOf({ ...setting, activeOfTask: 1 }, 'max_active_tis_per_dag')?.status).toBe('pass');
  });

  test.each([
    [
      'waiting_for_executor',
      'block',
      'The default executor has no free slot, or had none when the scheduler looked last.',
    ],
    ['executor_unknown', 'block', 'There is no executor "gpu", so that the task never runs.'],
    ['no_worker_for_queue', 'block', 'No worker takes tasks of queue "default".'],
    ['dag_paused', 'unknown', 'The default executor is asked when nothing else holds the task back.'],
  ] as const)('tell of the executor as the scheduler wrote it down: %s', (code, status, sentence) => {
    const states = { a: { ...scheduled['a'], reason: reason(code) } };
    const tasks: TaskInput[] = [{ id: 'a', executor: code === 'executor_unknown' ? 'gpu' : null }];
    expect(gateOf({ tasks, states }, 'executor')).toMatchObject({ status, sentence });
  });
});

describe('an attempt', () => {
  const attempt = { attemptId: 'x' as never, tryNumber: 1 };

  test('that was handed over waits for a worker', () => {
    const { verdict, gates } = explained({ states: { a: { ...attempt, state: 'queued', queuedAt: NOW - 90_000 } } });
    expect(verdict).toBe('It was given to its executor 1 m 30 s ago, and no worker has begun it yet.');
    expect(gates.at(-1)?.status).toBe('unknown');
  });

  test('that runs says since when and where', () => {
    const a: Partial<CellState> = { ...attempt, state: 'running', startedAt: NOW - 60_000, worker: 'worker-7' };
    expect(explained({ states: { a } }).verdict).toBe('It has been running for 1 m on worker-7, in try 1.');
  });

  test('whose scheduler is gone may or may not run', () => {
    const a: Partial<CellState> = { ...attempt, state: 'running', startedAt: NOW - 60_000, worker: 'worker-7' };
    expect(gateOf({ states: { a }, dag: { isOwnerAlive: false, liveSchedulers: 0 } }, 'running')?.status).toBe(
      'unknown',
    );
  });

  test('of a cleared task is being ended', () => {
    expect(explained({ states: { a: { ...attempt, state: 'restarting' } } }).verdict).toContain('cleared while it ran');
  });
});

describe('the end of a task', () => {
  const chain: readonly TaskInput[] = [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['b'] }];
  const failed: Partial<CellState> = {
    state: 'failed',
    error: noLuck,
    tryNumber: 2,
    reason: reason('attempt_failed', { exitReason: 'out_of_memory' }),
  };

  test.each([
    [{ state: 'success', tryNumber: 3 }, 'It succeeded in try 3.'],
    [failed, 'It failed in try 2 (out of memory), and no more tries were left. Error: no luck'],
    [
      { state: 'skipped', reason: reason('skipped_by_flow', { by: 'choose' }) },
      'It is skipped, since task "choose" decided against it.',
    ],
    [{ state: 'skipped', reason: reason('skipped_itself', { message: 'no data' }) }, 'It skipped itself: no data'],
    [
      { state: 'skipped', reason: reason('outside_dates') },
      'It is skipped, since the logical date of the run lies outside of its dates.',
    ],
    [
      { state: 'failed', reason: reason('fail_fast', { by: 'x' }) },
      'It is failed, since task "x" failed and the DAG fails fast.',
    ],
    [
      { state: 'skipped', reason: reason('run_timed_out') },
      'It is skipped, since the run took longer than its DAG allows.',
    ],
    [
      { state: 'upstream_failed', reason: reason('setup_failed') },
      'It is upstream_failed, since a setup of it did not succeed.',
    ],
    [{ state: 'removed' }, 'The DAG no longer has this task.'],
  ] as const)('%j is told in words', (a: Partial<CellState>, verdict) => {
    expect(explained({ states: { a } }).verdict).toBe(verdict);
  });

  test('names the task at the root of it', () => {
    const follows: Partial<CellState> = {
      state: 'upstream_failed',
      reason: reason('trigger_rule', { rule: 'all_success' }),
    };
    const { verdict, gates } = explained({ tasks: chain, states: { a: failed, b: follows, c: follows } });
    expect(verdict).toBe(
      'It is upstream_failed, since its trigger rule "all_success" could not be met. At the root of it: "a".',
    );
    expect(gates).toMatchObject([
      {
        id: 'outcome',
        status: 'block',
        evidence: { causes: ['a'] },
        fix: 'To have it run again: tradewind tasks clear sales a --run run-0 --downstream',
      },
    ]);
  });

  test('names the task that was skipped first', () => {
    const follows: Partial<CellState> = { state: 'skipped', reason: reason('trigger_rule', { rule: 'all_success' }) };
    const { verdict } = explained({ tasks: chain, states: { a: { state: 'skipped' }, b: follows, c: follows } });
    expect(verdict).toContain('At the root of it: "a".');
  });
});
