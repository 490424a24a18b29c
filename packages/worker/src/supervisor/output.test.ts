import { describe, expect, test } from 'vitest';
import { createWorkload, startSupervisor } from '../fixtures/supervisor-bench.ts';

/** The lines of a task as soon as there are so many. */
async function linesOf(bench: Awaited<ReturnType<typeof startSupervisor>>, taskId: string, count: number) {
  await bench.logs.appended.waitFor(() => bench.logs.of(taskId).length >= count);
  return bench.logs.of(taskId);
}

describe('what an attempt prints', () => {
  test('stands in its log in the order in which it was printed', async () => {
    const bench = await startSupervisor();
    await bench.finish('print');
    expect(bench.logs.of('print')).toEqual([
      'stdout: first',
      'log: second',
      'stderr: third',
      'stdout: fourth',
      'stdout: unfinished',
    ]);
    const { lines } = await bench.logs.read({ taskId: 'print' });
    expect(lines[1]).toMatchObject({ level: 'info', fields: { count: 2 } });
    expect(lines[2]?.level).toBe('error');
    expect(lines[0]?.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  test('nothing, leaves nothing in a log', async () => {
    const bench = await startSupervisor();
    await bench.finish('succeed');
    expect(bench.logs.entries).toEqual([]);
  });

  test('past the streams of Node, arrives as well', async () => {
    const bench = await startSupervisor();
    await bench.finish('print_raw');
    expect((await linesOf(bench, 'print_raw', 2)).toSorted()).toEqual(['stderr: raw two', 'stdout: raw one']);
  });

  test('through processes that it starts, is its own even if the next attempt runs already', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    const shells = Array.from({ length: 5 }, () => createWorkload('print_from_shell'));
    const between = Array.from({ length: 5 }, () => createWorkload('take_a_while'));
    bench.run(...shells.flatMap((shell, index) => [shell, between[index]!]));
    await bench.finished(between[4]!.attemptId);
    const lines = await linesOf(bench, 'print_from_shell', 15);
    expect(lines.toSorted()).toEqual([
      ...Array(5).fill('stderr: err'),
      ...Array(5).fill('stdout: no-end'),
      ...Array(5).fill('stdout: out'),
    ]);
    expect(bench.logs.of('take_a_while')).toEqual([]);
  });

  test('through a process that it waits for, arrives', async () => {
    const bench = await startSupervisor();
    await bench.finish('print_from_shell_sync');
    expect(await linesOf(bench, 'print_from_shell_sync', 1)).toEqual(['stdout: out']);
  });

  test('is complete and in order when it is much', async () => {
    const bench = await startSupervisor();
    await bench.finish('print_much', { conf: { lines: 50_000 } });
    const lines = bench.logs.of('print_much');
    expect(lines).toHaveLength(50_000);
    expect(lines.every((line, index) => line.startsWith(`stdout: line ${index} `))).toBe(true);
  });

  test('after it is over, still goes to its own log', async () => {
    const bench = await startSupervisor({ maxChildren: 1 });
    bench.run(createWorkload('print_later', { conf: { ms: 50 } }), createWorkload('take_a_while'));
    expect(await linesOf(bench, 'print_later', 1)).toEqual(['stdout: later']);
    expect(bench.logs.of('take_a_while')).toEqual([]);
  });

  test('is masked before it is stored', async () => {
    const bench = await startSupervisor({ maskText: (text) => text.replaceAll('second', '***') });
    await bench.finish('print');
    expect(bench.logs.of('print')).toContain('log: ***');
  });
});

describe('the log says what happened to the process', () => {
  test('a crash', async () => {
    const bench = await startSupervisor();
    await bench.finish('crash');
    expect(bench.logs.of('crash')).toEqual(['system: The worker process ended by signal SIGSEGV while the task ran.']);
  });

  test('an error that came after the attempt was over', async () => {
    const bench = await startSupervisor();
    await bench.finish('fail_after_finish');
    const [line] = await linesOf(bench, 'fail_after_finish', 1);
    expect(line).toContain('system: An error that nobody caught came after the attempt was over: Error: too late');
  });
});
