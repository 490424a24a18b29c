import { beforeEach, describe, expect, test } from 'vitest';
import { FakePlatform } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';
import { NOW, sampleDag, sampleRun, sampleTaskInstance } from '../../fakes/sample-dag.ts';

let platform: FakePlatform;

beforeEach(() => {
  platform = new FakePlatform();
  platform.dagList.push(sampleDag('sales'));
  platform.runList.push(sampleRun('sales', 'r1', { state: 'running', startedAt: NOW }));
  const error = { name: 'TypeError', message: 'no rows', code: null, stack: null, cause: null };
  platform.taskInstances.set('sales/r1', [
    sampleTaskInstance('extract', { state: 'failed', tryNumber: 2, startedAt: NOW, finishedAt: NOW + 1500, error }),
    sampleTaskInstance('files', { mapIndex: 0, state: 'success' }),
    sampleTaskInstance('files', { mapIndex: 1, state: 'running' }),
    sampleTaskInstance('load'),
  ]);
});

test('tasks list shows the tasks of the version in force', async () => {
  const { out } = await runTradewind(['tasks', 'list', 'sales'], { platform });
  expect(out).toBe(`\
task_id  operator  upstream_task_ids  trigger_rule  retries  pool
───────  ────────  ─────────────────  ────────────  ───────  ────────────
extract  task                         all_success         1  default_pool
load     task      extract            all_success         1  default_pool
`);
});

test('tasks states-for-dag-run shows every task instance with its error', async () => {
  const { out } = await runTradewind(['tasks', 'states-for-dag-run', 'sales', 'r1', '-o', 'plain'], { platform });
  expect(out.split('\n')[1]).toBe(
    'extract  failed   2           2026-03-01 06:00:00  2026-03-01 06:00:01  1.5s      TypeError: no rows',
  );
  expect(out.split('\n')).toHaveLength(6);
});

describe('tasks state', () => {
  test('prints one word', async () => {
    expect((await runTradewind(['tasks', 'state', 'sales', 'r1', 'extract'], { platform })).out).toBe('failed\n');
  });

  test('takes the index of a mapped task', async () => {
    const { out } = await runTradewind(['tasks', 'state', 'sales', 'r1', 'files', '--map-index', '1'], { platform });
    expect(out).toBe('running\n');
  });

  test.each([
    [['extrac'], 'Run "r1" has no task "extrac". Did you mean "extract"?'],
    [['files'], 'Task "files" has no instance -1: give --map-index, 0 to 1.'],
    [['load', '--map-index', '3'], 'Task "load" has no instance 3: give --map-index, only -1.'],
  ])('%j is not found', async (words, message) => {
    const { code, err } = await runTradewind(['tasks', 'state', 'sales', 'r1', ...words], { platform });
    expect({ code, err }).toEqual({ code: 1, err: `error: ${message}\n` });
  });
});

describe('tasks clear', () => {
  const cleared = { runId: 'r1', taskId: 'extract' as never, mapIndex: -1, state: 'failed' } as const;

  test('shows what it would clear, asks, and clears', async () => {
    platform.clearable = [cleared];
    const words = ['tasks', 'clear', 'sales', 'extract', '-r', 'r1', '-u', '-d', '-f'];
    const { code, out, err, terminal } = await runTradewind(words, { platform, terminal: { answer: true } });
    expect(code).toBe(0);
    expect(out).toBe('run_id  task_id  state\n──────  ───────  ──────\nr1      extract  failed\n');
    expect(terminal.questions).toEqual(['Clear 1 task instance in 1 run?']);
    expect(err).toBe('Cleared 1 task instance in 1 run.\n');
    const request = {
      dagId: 'sales',
      taskIds: ['extract'],
      runId: 'r1',
      withUpstream: true,
      withDownstream: true,
      onlyFailed: true,
      onlyRunning: false,
    };
    expect(platform.clearRequests).toEqual([
      { ...request, isDryRun: true },
      { ...request, isDryRun: false },
    ]);
  });

  test('changes nothing after no, or in a dry run', async () => {
    platform.clearable = [cleared];
    const refused = await runTradewind(['tasks', 'clear', 'sales'], { platform, terminal: { answer: false } });
    expect(refused.code).toBe(1);
    const dry = await runTradewind(['tasks', 'clear', 'sales', '--dry-run', '--yes'], { platform });
    expect(dry.code).toBe(0);
    expect(platform.clearRequests.map(({ isDryRun }) => isDryRun)).toEqual([true, true]);
    expect(platform.clearRequests[0]).not.toHaveProperty('taskIds');
  });

  test('with --yes clears at once, in a range of dates', async () => {
    platform.clearable = [cleared];
    const words = ['tasks', 'clear', 'sales', '-s', '2026-03-01', '-e', '2026-03-02', '-y', '-o', 'json'];
    const { out } = await runTradewind(words, { platform });
    expect(platform.clearRequests).toHaveLength(1);
    expect(platform.clearRequests[0]).toMatchObject({
      logicalDateFromAt: Date.UTC(2026, 2, 1),
      logicalDateToAt: Date.UTC(2026, 2, 2),
      isDryRun: false,
    });
    expect(JSON.parse(out)).toEqual([{ run_id: 'r1', task_id: 'extract', map_index: -1, state: 'failed' }]);
  });

  test('a run and a range exclude each other', async () => {
    const { code, err } = await runTradewind(['tasks', 'clear', 'sales', '-r', 'r1', '-s', '2026-03-01'], { platform });
    expect(code).toBe(2);
    expect(err).toContain('Give either --run, or --start-date and --end-date.');
  });

  test('asks nothing when there is nothing to clear', async () => {
    const { code, err } = await runTradewind(['tasks', 'clear', 'sales'], { platform });
    expect({ code, err }).toEqual({ code: 0, err: 'There is nothing to clear.\n' });
  });
});

describe('tasks explain', () => {
  beforeEach(() => {
    platform.explanation = {
      state: 'scheduled',
      verdict: 'Pool "warehouse" is full.',
      gates: [
        {
          id: 'dag',
          layer: 'dag',
          status: 'pass',
          sentence: 'The DAG is active.',
          evidence: { is_paused: false },
          sinceAt: null,
          fix: null,
        },
        {
          id: 'pool',
          layer: 'slots',
          status: 'block',
          sentence: 'Pool "warehouse" is full.',
          evidence: { slots: 4, holders: ['a/b/c'], note: 'x' },
          sinceAt: NOW - 65_000,
          fix: 'tradewind pools set warehouse 8',
        },
        {
          id: 'executor',
          layer: 'slots',
          status: 'unknown',
          sentence: 'Asked later.',
          evidence: {},
          sinceAt: null,
          fix: null,
        },
      ],
    };
  });

  test('shows each gate with its verdict, and of those that block the facts and what to do', async () => {
    const { out } = await runTradewind(['tasks', 'explain', 'sales', 'r1', 'load'], { platform });
    expect(out).toBe(`\
scheduled  Pool "warehouse" is full.

✓ dag  The DAG is active.
✗ pool  Pool "warehouse" is full. (since 1m 05s ago)
    slots=4  holders=["a/b/c"]  note=x
    → tradewind pools set warehouse 8
? executor  Asked later.
`);
  });

  test('gives all of it as JSON', async () => {
    const { out } = await runTradewind(['tasks', 'explain', 'sales', 'r1', 'load', '-o', 'json'], { platform });
    expect(JSON.parse(out)).toMatchObject({
      state: 'scheduled',
      verdict: 'Pool "warehouse" is full.',
      gates: [
        { id: 'dag', layer: 'dag', status: 'pass', evidence: { is_paused: false } },
        { id: 'pool', layer: 'slots', since: '2026-03-01T05:58:55.000Z', fix: 'tradewind pools set warehouse 8' },
        { id: 'executor', layer: 'slots', status: 'unknown' },
      ],
    });
  });
});

describe('logs', () => {
  const line = { at: '2026-03-01T06:00:01.250Z', level: 'info', stream: 'log', message: 'fetching' } as const;
  const attempt = { tryNumber: 1, state: 'failed', startedAt: NOW, finishedAt: NOW, worker: null } as const;

  beforeEach(() => {
    platform.attempts = [attempt, { ...attempt, tryNumber: 2 }];
    platform.logLines = [
      { ...line, fields: { from: 'a b', rows: 3 } },
      { ...line, stream: 'stdout', message: 'printed' },
      { ...line, stream: 'stderr', level: 'error', message: 'complained' },
      { ...line, stream: 'system', level: 'warn', message: 'killed' },
    ];
  });

  test('shows the latest attempt, a line each', async () => {
    const { out } = await runTradewind(['logs', 'sales', 'r1', 'extract'], { platform });
    expect(platform.logReads).toEqual([{ tryNumber: 2, follow: false }]);
    expect(out).toBe(`\
06:00:01.250 info  fetching from="a b" rows=3
06:00:01.250       printed
06:00:01.250 err   complained
06:00:01.250 warn  killed
`);
  });

  test('follows the attempt that is asked for, and gives lines as JSON', async () => {
    const { out } = await runTradewind(['logs', 'sales', 'r1', 'extract', '--try', '1', '-f', '-o', 'json'], {
      platform,
    });
    expect(platform.logReads).toEqual([{ tryNumber: 1, follow: true }]);
    expect(JSON.parse(out.split('\n')[0]!)).toEqual(platform.logLines[0]);
  });

  test('says what is missing', async () => {
    const other = await runTradewind(['logs', 'sales', 'r1', 'extract', '--try', '3'], { platform });
    expect(other.err).toBe('error: Task "extract" has no attempt 3: the latest is 2.\n');
    platform.logLines = [];
    const silent = await runTradewind(['logs', 'sales', 'r1', 'extract'], { platform });
    expect(silent).toMatchObject({ code: 0, out: '', err: 'Attempt 2 of extract has written nothing.\n' });
    platform.attempts = [];
    const early = await runTradewind(['logs', 'sales', 'r1', 'extract'], { platform });
    expect(early).toMatchObject({ code: 1, err: 'error: Task "extract" has not begun, so it has no log.\n' });
  });
});

describe('runs', () => {
  test('show gives the facts and the tasks', async () => {
    const { out } = await runTradewind(['runs', 'show', 'sales', 'r1'], { platform });
    expect(out).toContain('run_id               r1\nstate                running\n');
    expect(out).toContain('task_id  state    try_number');
    const json = await runTradewind(['runs', 'show', 'sales', 'r1', '-o', 'json'], { platform });
    expect(JSON.parse(json.out)).toMatchObject({ run_id: 'r1', state: 'running', end_date: null });
  });

  test('delete asks first', async () => {
    const kept = await runTradewind(['runs', 'delete', 'sales', 'r1'], { platform, terminal: { answer: false } });
    expect(kept.code).toBe(1);
    expect(platform.runList).toHaveLength(1);
    const gone = await runTradewind(['runs', 'delete', 'sales', 'r1', '-y'], { platform });
    expect(gone.out).toBe('Deleted run r1 of sales.\n');
    expect(platform.runList).toHaveLength(0);
  });
});
