import { expect, test } from 'vitest';
import type { Child } from './child.ts';
import type { ChildPool } from './child-pool.ts';
import { Dispatcher } from './dispatcher.ts';
import type { HeldAttempt } from './held-attempt.ts';
import type { TaskDurations } from './task-durations.ts';

test('a child that loses what was handed ahead after it finished is free again', () => {
  const released: Child[] = [];
  const pool = { release: (child: Child) => released.push(child) } as unknown as ChildPool;
  const attempt = { isFresh: false, order: 1, workload: { priority: 1 } } as unknown as HeldAttempt;
  const child = { takeBack: () => [attempt] } as unknown as Child;
  const dispatcher = new Dispatcher(pool, {} as TaskDurations, { onTakenBack: () => undefined });
  expect(dispatcher.takeBack(child)).toEqual([attempt]);
  expect(released).toEqual([child]);
  expect(dispatcher.has(attempt)).toBe(true);
});

/** A child that has loaded some files, as far as the dispatcher looks at one. */
function fakeChild(files: readonly string[], runningMs: number | null): Child & { readonly got: string[] } {
  const got: string[] = [];
  const take = ({ workload }: HeldAttempt) => void got.push(workload.code.file);
  return {
    got,
    state: 'ready',
    since: performance.now(),
    ahead: [],
    aheadMs: 0,
    running: runningMs === null ? null : { expectedMs: runningMs, ending: null },
    hasNothingToDo: runningMs === null,
    canBeHandedAhead: true,
    hasLoaded: ({ file }: { readonly file: string }) => files.includes(file),
    handAhead: take,
    assign: take,
    flush: () => undefined,
  } as never;
}

function place(children: readonly Child[], expectedMs: number): void {
  const free = children.filter((child) => child.hasNothingToDo);
  const pool = {
    all: new Set(children),
    get hasIdle() {
      return free.length > 0;
    },
    takeIdle: () => free.pop() ?? null,
    grow: () => null,
  };
  const durations = { expectedMs: () => expectedMs, waitingShare: 0 };
  const dispatcher = new Dispatcher(pool as never, durations as never, { onTakenBack: () => undefined });
  dispatcher.add({ isFresh: false, order: 1, workload: { priority: 1, code: { file: 'a.ts' } } } as never);
  dispatcher.dispatch();
}

test('a short attempt waits where its file is loaded, though another child is idle', () => {
  const busy = fakeChild(['a.ts'], 0.2);
  const idle = fakeChild(['b.ts'], null);
  place([busy, idle], 0.2);
  expect([busy.got, idle.got]).toEqual([['a.ts'], []]);
});

test('an attempt that may take long, or would wait long, goes to the idle child', () => {
  for (const [runningMs, expectedMs] of [
    [0.2, Number.POSITIVE_INFINITY],
    [4, 0.2],
  ] as const) {
    const busy = fakeChild(['a.ts'], runningMs);
    const idle = fakeChild(['b.ts'], null);
    place([busy, idle], expectedMs);
    expect([busy.got, idle.got]).toEqual([[], ['a.ts']]);
  }
});

test('an idle child that has loaded the file is preferred', () => {
  const busy = fakeChild(['a.ts'], 0.2);
  const idle = fakeChild(['a.ts'], null);
  place([busy, idle], 0.2);
  expect([busy.got, idle.got]).toEqual([[], ['a.ts']]);
});
