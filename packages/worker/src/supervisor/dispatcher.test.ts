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
