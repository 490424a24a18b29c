import { ApiError, getDagRun } from '@tradewind/contract';
import { expect, test } from 'vitest';
import { ServerUnreachableError } from '../errors.ts';
import { sampleRun } from '../fakes/sample-dag.ts';
import type { RunSnapshot } from '../ports/runs-port.ts';
import { connectServer } from './server.ts';
import { watchRemoteRun } from './watch-remote-run.ts';

const path = { dag_id: 'd', dag_run_id: 'r' };
const queued = { run: sampleRun('d', 'r', { state: 'queued' }), taskInstances: [] };
const success = { run: sampleRun('d', 'r', { state: 'success' }), taskInstances: [] };

/** What is seen when each look answers, or fails, in its turn; the stream of events is never there. */
async function watch(...answers: readonly (RunSnapshot | Error)[]): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const server = connectServer({ url: 'http://tradewind.invalid', token: null, signal });
  const left = [...answers];
  const look = async (): Promise<RunSnapshot> => {
    const answer = left.shift()!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const seen: string[] = [];
  for await (const { run } of watchRemoteRun(server, { path, look, safetyPollMs: 1 }, signal)) seen.push(run.state);
  return seen;
}

const away = new ServerUnreachableError('http://tradewind.invalid', 'nothing listens there');
const gone = new ApiError(getDagRun, 404, '{"detail":"There is no such run."}');

test('a server that goes away and comes back is waited for, without its stream of events, too', async () => {
  expect(await watch(queued, away, new ApiError(getDagRun, 503, ''), success)).toEqual(['queued', 'success']);
});

test('a server that is away from the start is told at once', async () => {
  await expect(watch(away)).rejects.toBe(away);
});

test('a run that is deleted ends it, and what the API refuses is told', async () => {
  expect(await watch(queued, gone)).toEqual(['queued']);
  await expect(watch(queued, new ApiError(getDagRun, 403, '{"detail":"no"}'))).rejects.toMatchObject({ status: 403 });
});
