import type { AttemptId, AttemptReport } from '@tradewind/model';
import { expect, test, vi } from 'vitest';
import type { ExecutionClient } from './execution-client.ts';
import { ReportSender } from './report-sender.ts';

function started(attemptId: string): AttemptReport {
  return { kind: 'started', attemptId: attemptId as AttemptId, at: 1, worker: 'w' };
}

function finished(attemptId: string): AttemptReport {
  const outcome = { kind: 'success', result: null } as never;
  return {
    kind: 'finished',
    attemptId: attemptId as AttemptId,
    startedAt: 1,
    at: 2,
    worker: 'w',
    outcome,
    usage: null,
    rendered: null,
  };
}

test('a start that went with another batch, before its time to wait was over, holds nothing up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const calls: { readonly kinds: readonly string[]; answer(): void }[] = [];
  const client = {
    call: (_: unknown, { body }: { readonly body: { readonly reports: readonly AttemptReport[] } }) =>
      new Promise((resolve) => {
        const answer = (): void => resolve({ value: { refused: [], work: [] } });
        calls.push({ kinds: body.reports.map(({ kind }) => kind), answer });
      }),
  };
  const stored: AttemptReport[] = [];
  const sender = new ReportSender({
    client: client as unknown as ExecutionClient,
    credentials: { token: () => null, onRefreshed: () => undefined, onInvalid: async () => false },
    appetite: () => ({ ahead: 0, limit: 0 }),
    onStored: (reports) => void stored.push(...reports),
    onWork: () => undefined,
    onUnreadable: () => undefined,
  });
  sender.add([finished('a')]);
  sender.add([started('b')]);
  calls[0]!.answer();
  await settled();
  calls[1]!.answer();
  await settled();
  expect(stored).toHaveLength(2);
  // The start of `b` has gone; its time to wait is over only now.
  vi.advanceTimersByTime(1000);
  sender.add([finished('b')]);
  expect(calls.map(({ kinds }) => kinds)).toEqual([['finished'], ['started'], ['finished']]);
  vi.useRealTimers();
});
