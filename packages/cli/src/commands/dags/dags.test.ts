import type { DagId, DagRunState, SerializedTask } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { FakePlatform, sampleSnapshot } from '../../fakes/fake-platform.ts';
import { runTradewind } from '../../fakes/run-tradewind.ts';
import { NOW, sampleDag, sampleRun, sampleSerialized, sampleTask, sampleTaskInstance } from '../../fakes/sample-dag.ts';

function platformWith(...dags: readonly ReturnType<typeof sampleDag>[]): FakePlatform {
  const platform = new FakePlatform();
  platform.dagList.push(...dags);
  return platform;
}

describe('dags list', () => {
  const platform = platformWith(
    sampleDag('sales', { tags: ['finance'], nextRunAfterAt: NOW }),
    sampleDag('stock', { isPaused: true }),
    sampleDag('gone', { isActive: false }),
  );

  test('as a table', async () => {
    const { out, code } = await runTradewind(['dags', 'list'], { platform });
    expect(code).toBe(0);
    expect(out).toBe(`\
dag_id  fileloc   owners  is_paused  last_run  next_run             tags
──────  ────────  ──────  ─────────  ────────  ───────────────────  ───────
sales   sales.ts  data    no                   2026-03-01 06:00:00  finance
stock   stock.ts  data    yes
`);
  });

  test('as JSON, with instants in ISO 8601', async () => {
    const { out } = await runTradewind(['dags', 'list', 'sales', '-o', 'json'], { platform });
    expect(JSON.parse(out)).toEqual([
      {
        dag_id: 'sales',
        fileloc: 'sales.ts',
        owners: 'data',
        is_paused: false,
        last_run: null,
        next_run: '2026-03-01T06:00:00.000Z',
        tags: ['finance'],
        is_active: true,
        bundle_name: 'dags',
        last_run_after: null,
        description: null,
      },
    ]);
  });

  test('as YAML and as plain text', async () => {
    const yaml = await runTradewind(['dags', 'list', 'stock', '--output=yaml'], { platform });
    expect(yaml.out).toContain('- dag_id: stock\n  fileloc: stock.ts\n');
    const plain = await runTradewind(['dags', 'list', 'stock', '-oplain'], { platform });
    expect(plain.out).toBe(`\
dag_id  fileloc   owners  is_paused  last_run  next_run  tags
stock   stock.ts  data    yes        -         -         -
`);
  });

  test.each([
    [['--paused'], ['stock']],
    [['--unpaused'], ['sales']],
    [['--tag', 'finance'], ['sales']],
    [['--all'], ['sales', 'stock', 'gone']],
    [['st'], ['stock']],
  ])('%j', async (options, expected) => {
    const { out } = await runTradewind(['dags', 'list', ...options, '-o', 'json'], { platform });
    expect((JSON.parse(out) as { dag_id: string }[]).map(({ dag_id }) => dag_id)).toEqual(expected);
  });

  test('without a match a table says so beside the output, and JSON is empty', async () => {
    const table = await runTradewind(['dags', 'list', 'xyz'], { platform });
    expect(table).toMatchObject({ code: 0, out: '', err: 'There are no such DAGs.\n' });
    const json = await runTradewind(['dags', 'list', 'xyz', '-o', 'json'], { platform });
    expect(json.out).toBe('[]\n');
  });
});

describe('dags pause and unpause', () => {
  test('say what was so before', async () => {
    const platform = platformWith(sampleDag('sales'), sampleDag('stock', { isPaused: true }));
    const { out } = await runTradewind(['dags', 'pause', 'sales', 'stock'], { platform });
    expect(out).toBe('sales is paused.\nstock is already paused.\n');
    expect(platform.dagList.every(({ isPaused }) => isPaused)).toBe(true);
    const back = await runTradewind(['dags', 'unpause', 'sales'], { platform });
    expect(back.out).toBe('sales is un-paused.\n');
  });

  test('change nothing when one of the DAGs does not exist', async () => {
    const platform = platformWith(sampleDag('sales'));
    const { code } = await runTradewind(['dags', 'pause', 'sales', 'stok'], { platform });
    expect(code).toBe(1);
    expect(platform.dagList[0]!.isPaused).toBe(false);
  });
});

describe('dags trigger', () => {
  test('hands over what was given', async () => {
    const platform = platformWith(sampleDag('sales'));
    const words = ['dags', 'trigger', 'sales', '-c', '{"region":"eu"}', '-r', 'r1', '-l', '2026-02-01', '-n', 'again'];
    const { code, out, err } = await runTradewind([...words, '--run-after', '2026-02-02T01:00Z'], { platform });
    expect({ code, out, err }).toEqual({ code: 0, out: 'Queued run r1 of sales.\n', err: '' });
    expect(platform.triggered).toEqual([
      {
        dagId: 'sales',
        conf: { region: 'eu' },
        runId: 'r1',
        logicalDateAt: Date.UTC(2026, 1, 1),
        runAfterAt: Date.UTC(2026, 1, 2, 1),
        note: 'again',
      },
    ]);
  });

  test('without a date is a choice of its own', async () => {
    const platform = platformWith(sampleDag('sales'));
    await runTradewind(['dags', 'trigger', 'sales', '--no-logical-date'], { platform });
    await runTradewind(['dags', 'trigger', 'sales'], { platform });
    expect(platform.triggered[0]).toMatchObject({ logicalDateAt: null });
    expect(platform.triggered[1]).not.toHaveProperty('logicalDateAt');
  });

  test('says beside the output why the run will wait', async () => {
    const platform = platformWith(sampleDag('sales', { isPaused: true }));
    platform.isSchedulerRunning = false;
    const { err } = await runTradewind(['dags', 'trigger', 'sales', '--run-after', '2026-03-02'], { platform });
    expect(err).toBe(
      'sales is paused, so the run waits. "tradewind dags unpause sales" lets it start.\n' +
        'No scheduler is running, so the run waits. "tradewind standalone" starts one.\n' +
        'The run does not start before 2026-03-02T00:00:00.000Z.\n',
    );
  });

  test('gives the run as JSON', async () => {
    const platform = platformWith(sampleDag('sales'));
    const { out } = await runTradewind(['dags', 'trigger', 'sales', '-r', 'r1', '-o', 'json'], { platform });
    expect(JSON.parse(out)).toMatchObject({ run_id: 'r1', state: 'queued', logical_date: '2026-03-01T06:00:00.000Z' });
  });
});

describe('dags trigger --wait', () => {
  function waitingPlatform(state: DagRunState): FakePlatform {
    const platform = platformWith(sampleDag('sales'));
    const run = sampleRun('sales', 'r1', { state: 'running', startedAt: NOW });
    const ended = { ...run, state, finishedAt: NOW + 2500 };
    const error = { name: 'Error', message: 'no rows', code: null, stack: null, cause: null };
    const last = state === 'success' ? { state: 'success' } : { state: 'failed', error };
    platform.snapshots.set('sales/r1', [
      sampleSnapshot(run, [
        sampleTaskInstance('extract', { state: 'running', tryNumber: 1, startedAt: NOW }),
        sampleTaskInstance('load'),
      ]),
      sampleSnapshot(ended, [
        sampleTaskInstance('extract', { state: 'success', tryNumber: 1, startedAt: NOW, finishedAt: NOW + 340 }),
        sampleTaskInstance('load', { tryNumber: 2, startedAt: NOW, finishedAt: NOW + 1200, ...last } as never),
      ]),
    ]);
    return platform;
  }

  test('prints a line for each change in a pipe, and ends with 0 after success', async () => {
    const { code, out } = await runTradewind(['dags', 'trigger', 'sales', '-r', 'r1', '--wait'], {
      platform: waitingPlatform('success'),
    });
    expect(code).toBe(0);
    expect(out).toBe(`\
run r1 is running
◐ extract running
run r1 is success
✓ extract success 340ms
✓ load success 1.2s (try 2 of 2)
Run r1 of sales: success in 2.5s (2 success)
`);
  });

  test('ends with 1 after a failure, and says what failed', async () => {
    const { code, out } = await runTradewind(['dags', 'trigger', 'sales', '-r', 'r1', '-w'], {
      platform: waitingPlatform('failed'),
    });
    expect(code).toBe(1);
    expect(out).toContain('✗ load failed 1.2s (try 2 of 2): Error: no rows\n');
    expect(out).toContain('Run r1 of sales: failed in 2.5s (1 success, 1 failed)\n  ✗ load: Error: no rows\n');
  });

  test('draws over its own lines on a terminal, and leaves only the end', async () => {
    const terminal = { isInteractive: true, columns: 80, rows: 24 };
    const { out } = await runTradewind(['dags', 'trigger', 'sales', '-r', 'r1', '-w'], {
      platform: waitingPlatform('success'),
      terminal,
    });
    const csi = '\x1b[';
    const frames = out.split(`${csi}J`);
    expect(frames[1]).toBe(`running sales r1\n  ◐ extract   running 0ms\n  · load      none\n${csi}3A\r`);
    expect(frames[2]).toBe(
      `success sales r1\n  ✓ extract   success 340ms\n  ✓ load      success 1.2s try 2\n${csi}3A\r`,
    );
    expect(frames[3]).toBe(`${csi}?25hRun r1 of sales: success in 2.5s (2 success)\n`);
  });
});

describe('dags show', () => {
  const tasks = [
    sampleTask('extract'),
    sampleTask('clean.drop', ['extract']),
    sampleTask('clean.vacuum', ['clean.drop']),
    sampleTask('report', ['extract', 'clean.vacuum']),
  ];
  const version = { number: 1, createdAt: NOW, serialized: sampleSerialized('sales', tasks) };

  test('draws the graph', async () => {
    const { out } = await runTradewind(['dags', 'show', 'sales'], {
      platform: platformWith(sampleDag('sales', { version })),
    });
    expect(out).toBe(`\
extract ─┬─ clean.drop ─ clean.vacuum ─┬─ report
         ╰─────────────────────────────╯
`);
  });

  test('marks the states of a run', async () => {
    const platform = platformWith(sampleDag('sales', { version }));
    platform.runList.push(sampleRun('sales', 'r1'));
    platform.taskInstances.set('sales/r1', [
      sampleTaskInstance('extract', { state: 'success' }),
      sampleTaskInstance('clean.drop', { state: 'failed' }),
      sampleTaskInstance('clean.vacuum', { state: 'upstream_failed' }),
      sampleTaskInstance('report', { state: 'none' }),
    ]);
    const { out } = await runTradewind(['dags', 'show', 'sales', '--run', 'r1'], { platform });
    expect(out).toBe(`\
✓ extract ─┬─ ✗ clean.drop ─ ⊘ clean.vacuum ─┬─ · report
           ╰─────────────────────────────────╯
`);
  });

  test('is a tree where the drawing would be wider than the terminal', async () => {
    const platform = platformWith(sampleDag('sales', { version }));
    const { out } = await runTradewind(['dags', 'show', 'sales'], { platform, terminal: { columns: 30 } });
    expect(out).toBe(`\
extract
╰─ clean.drop
   ╰─ clean.vacuum
      ╰─ report (also after extract)
`);
  });

  test('is a tree for more tasks than one can follow', async () => {
    const many: SerializedTask[] = [sampleTask('start')];
    for (let index = 0; index < 80; index += 1) many.push(sampleTask(`t${index}`, ['start']));
    const wide = { number: 1, createdAt: NOW, serialized: sampleSerialized('sales', many) };
    const { out } = await runTradewind(['dags', 'show', 'sales'], {
      platform: platformWith(sampleDag('sales', { version: wide })),
    });
    expect(out.split('\n')).toHaveLength(82);
    expect(out).toContain('├─ t41\n');
  });

  test('writes Graphviz and Mermaid, with groups', async () => {
    const platform = platformWith(sampleDag('sales', { version }));
    const dot = await runTradewind(['dags', 'show', 'sales', '-o', 'dot'], { platform });
    expect(dot.out).toBe(`\
digraph "sales" {
  rankdir=LR;
  node [shape=box, style=rounded];
  "extract" [label="extract"];
  "report" [label="report"];
  subgraph "cluster_clean" {
    label="clean";
    "clean.drop" [label="clean.drop"];
    "clean.vacuum" [label="clean.vacuum"];
  }
  "extract" -> "clean.drop";
  "clean.drop" -> "clean.vacuum";
  "clean.vacuum" -> "report";
  "extract" -> "report";
}
`);
    const mermaid = await runTradewind(['dags', 'show', 'sales', '-o', 'mermaid'], { platform });
    expect(mermaid.out).toBe(`\
flowchart LR
  t0["extract"]
  t3["report"]
  subgraph g0 ["clean"]
    t1["clean.drop"]
    t2["clean.vacuum"]
  end
  t0 --> t1
  t1 --> t2
  t2 --> t3
  t0 --> t3
`);
  });

  test('says when the file was never loaded', async () => {
    const { code, err } = await runTradewind(['dags', 'show', 'sales'], {
      platform: platformWith(sampleDag('sales', { version: null })),
    });
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: sales.ts has not been loaded yet, so nothing is known of its tasks.\n',
    });
  });
});

test('dags details shows what the version in force says', async () => {
  const platform = platformWith(sampleDag('sales', { tags: ['a', 'b'], description: 'Two\nlines' }));
  const { out } = await runTradewind(['dags', 'details', 'sales'], { platform });
  expect(out).toContain(
    'dag_id                    sales\ndescription               Two\n                          lines\n',
  );
  expect(out).toContain('tags                      a, b\n');
  expect(out).toContain('tasks                     2\n');
  const json = await runTradewind(['dags', 'details', 'sales', '-o', 'json'], { platform });
  expect(JSON.parse(json.out)).toMatchObject({ dag_id: 'sales', tags: ['a', 'b'], tasks: 2, version_number: 1 });
});

describe('dags next-execution', () => {
  const planned = { runAfterAt: NOW, logicalDateAt: NOW, dataIntervalStartAt: NOW, dataIntervalEndAt: NOW };

  test('lists the runs to come, and warns of a paused DAG', async () => {
    const platform = platformWith(sampleDag('sales', { isPaused: true }));
    platform.planned.push(planned, { ...planned, runAfterAt: NOW + 1000 }, planned);
    const { code, out, err } = await runTradewind(['dags', 'next-execution', 'sales', '-n', '2', '-o', 'json'], {
      platform,
    });
    expect(code).toBe(0);
    expect((JSON.parse(out) as { run_after: string }[]).map((run) => run.run_after)).toEqual([
      '2026-03-01T06:00:00.000Z',
      '2026-03-01T06:00:01.000Z',
    ]);
    expect(err).toContain('sales is paused');
  });

  test('ends with 1 when the schedule creates no more runs', async () => {
    const { code, err } = await runTradewind(['dags', 'next-execution', 'sales'], {
      platform: platformWith(sampleDag('sales')),
    });
    expect({ code, err }).toEqual({ code: 1, err: 'The schedule of sales creates no more runs.\n' });
  });
});

const doubt = {
  dagId: 'sales' as DagId,
  warningType: 'runtime varying value',
  message: 'Its definition changed.',
  happenedAt: NOW,
};

test('dags show tells what is doubtful about the DAG below its drawing', async () => {
  const platform = platformWith(sampleDag('sales'), sampleDag('other'));
  platform.warnings.push(doubt);
  expect((await runTradewind(['dags', 'show', 'sales'], { platform })).out).toMatch(/Its definition changed\.\n$/);
  expect((await runTradewind(['dags', 'show', 'other'], { platform })).out).not.toContain('changed');
  expect((await runTradewind(['dags', 'show', 'sales', '-o', 'dot'], { platform })).out).not.toContain('changed');
});

describe('dags list-import-errors', () => {
  const error = {
    bundleName: 'dags',
    file: 'sales.ts',
    code: 'DAG_CYCLE',
    message: 'a → b → a',
    line: 3,
    codeFrame: '> 3 | a.after(b)\n',
    happenedAt: NOW,
  };

  test('shows each with its code, and ends with 1', async () => {
    const platform = platformWith();
    platform.importErrors.push(error);
    const { code, out } = await runTradewind(['dags', 'list-import-errors'], { platform });
    expect(code).toBe(1);
    expect(out).toBe('sales.ts:3 DAG_CYCLE, 2026-03-01 06:00:00\na → b → a\n> 3 | a.after(b)\n\n');
  });

  test('tells what is doubtful about DAGs that can be loaded, and ends with 0', async () => {
    const platform = platformWith();
    platform.warnings.push(doubt);
    const { code, out } = await runTradewind(['dags', 'list-import-errors'], { platform });
    expect({ code, out }).toEqual({
      code: 0,
      out: 'sales runtime varying value, 2026-03-01 06:00:00\nIts definition changed.\n\n',
    });
    expect((await runTradewind(['dags', 'list-import-errors', '-o', 'json'], { platform })).out).toBe('[]\n');
  });

  test('ends with 0 when all files can be loaded', async () => {
    const { code, err } = await runTradewind(['dags', 'list-import-errors']);
    expect({ code, err }).toEqual({ code: 0, err: 'All DAG files can be loaded.\n' });
  });
});

test('dags state prints one word', async () => {
  const platform = platformWith(sampleDag('sales'));
  platform.runList.push(sampleRun('sales', 'r1', { state: 'failed' }));
  expect((await runTradewind(['dags', 'state', 'sales', 'r1'], { platform })).out).toBe('failed\n');
});

describe('dags delete', () => {
  test('asks, and does nothing after no', async () => {
    const platform = platformWith(sampleDag('sales'));
    const { code, err, terminal } = await runTradewind(['dags', 'delete', 'sales'], {
      platform,
      terminal: { answer: false },
    });
    expect(terminal.questions).toEqual(['Delete DAG "sales" with all of its runs?']);
    expect({ code, err }).toEqual({ code: 1, err: 'error: Nothing was changed.\n' });
    expect(platform.dagList).toHaveLength(1);
  });

  test('refuses where nobody can be asked', async () => {
    const platform = platformWith(sampleDag('sales'));
    const { code, err } = await runTradewind(['dags', 'delete', 'sales'], { platform });
    expect(code).toBe(1);
    expect(err).toContain('give --yes to agree');
    expect(platform.dagList).toHaveLength(1);
  });

  test.each([
    [['--yes'], null],
    [[], true],
  ])('deletes with %j when the answer is %j', async (options, answer) => {
    const platform = platformWith(sampleDag('sales'));
    platform.runList.push(sampleRun('sales', 'r1'));
    const { code, out } = await runTradewind(['dags', 'delete', 'sales', ...options], {
      platform,
      terminal: { answer },
    });
    expect({ code, out }).toEqual({ code: 0, out: 'Deleted sales with 1 run.\n' });
    expect(platform.dagList).toHaveLength(0);
  });
});

describe('dags list-runs and runs list', () => {
  const platform = platformWith(sampleDag('sales'), sampleDag('stock'));
  platform.runList.push(
    sampleRun('sales', 'r1', { state: 'success', startedAt: NOW, finishedAt: NOW + 65_000 }),
    sampleRun('stock', 'r2', { state: 'failed', startedAt: NOW, finishedAt: NOW }),
  );

  test('the runs of one DAG', async () => {
    const { out } = await runTradewind(['dags', 'list-runs', 'sales', '-o', 'plain'], { platform });
    expect(out.split('\n')[1]).toBe(
      'sales   r1      success  manual    2026-03-01 06:00:00  2026-03-01 06:00:00  2026-03-01 06:00:00  2026-03-01 06:01:05  1m 05s',
    );
  });

  test('the runs of all DAGs, by state', async () => {
    const { out } = await runTradewind(['runs', 'list', '--state', 'failed', '-o', 'json'], { platform });
    expect(JSON.parse(out)).toMatchObject([{ dag_id: 'stock', run_id: 'r2', duration: 0 }]);
  });
});
