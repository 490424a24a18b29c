import type { WorkerId } from '@tradewind/model';
import { describe, expect, test } from 'vitest';
import { type Poll, WaitingPolls } from './waiting-polls.ts';

function poll(workerId: string, slots: number, queues: readonly string[] = ['default']): Poll {
  return { workerId: workerId as WorkerId, slots, queues, share: 0, wake: () => undefined };
}

function shares(polls: WaitingPolls): Record<string, number> {
  return Object.fromEntries(polls.all.map(({ workerId, share }) => [workerId, share]));
}

describe('attempts are shared out', () => {
  test('to the workers with the smallest part of their slots taken', () => {
    const polls = new WaitingPolls();
    polls.add(poll('small', 2));
    polls.add(poll('large', 8));
    polls.noteLoad('large' as WorkerId, 4);
    polls.share('default', 5);
    expect(shares(polls)).toEqual({ small: 2, large: 3 });
  });

  test('among equals to the one that was used last, so that a chain stays where its code is', () => {
    const polls = new WaitingPolls();
    polls.add(poll('one', 2));
    polls.add(poll('two', 2));
    polls.noteChange('two' as WorkerId, 1);
    polls.noteChange('two' as WorkerId, -1);
    polls.share('default', 1);
    expect(shares(polls)).toEqual({ one: 0, two: 1 });
  });

  test('to those who serve the queue, up to their slots', () => {
    const polls = new WaitingPolls();
    polls.add(poll('plain', 9));
    polls.add(poll('gpu', 2, ['gpu', 'other']));
    expect([...polls.share('gpu', 5)].map(({ workerId }) => workerId)).toEqual(['gpu']);
    expect(shares(polls)).toEqual({ plain: 0, gpu: 2 });
    expect([...polls.share('nobody', 5)]).toEqual([]);
  });
});

test('a worker that asks again ends its former question', () => {
  const polls = new WaitingPolls();
  let woken = 0;
  const wake = (): void => {
    woken += 1;
  };
  const former = { ...poll('one', 1), wake };
  polls.add(former);
  polls.add(poll('one', 1));
  expect([woken, polls.isWaiting(former), polls.all.length]).toEqual([1, false, 1]);
  polls.remove(former);
  expect(polls.all.length).toBe(1);
});
