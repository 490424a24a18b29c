import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AttemptRef } from '@tradewind/model';
import { jsonLines } from '../../logs/attempt-logs.ts';
import { type FollowParts, followLog } from '../../logs/follow-log.ts';

/** Lines of one event. */
const LINES_PER_EVENT = 1000;
const HEARTBEAT_MS = 15_000;

export interface Tail {
  readonly attempt: AttemptRef;
  /** The first line; below 0: so many before the end. */
  readonly from: number;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
}

/** Sends the lines of a log as they are written, until the attempt has ended or the signal aborts. */
export async function streamTail(parts: FollowParts, { attempt, from, response, signal }: Tail): Promise<void> {
  const heart = setInterval(() => response.write(': beat\n\n'), HEARTBEAT_MS);
  try {
    let next: number | null = null;
    for await (const { index, isComplete } of followLog(parts, attempt, signal)) {
      next ??= from < 0 ? Math.max(0, index.lines + from) : from;
      while (next < index.lines && !signal.aborted) {
        const window = await parts.logs.window(attempt, { from: next, limit: LINES_PER_EVENT });
        if (window.next <= next) break;
        const data = `{"from":${window.from},"lines":[${jsonLines(window).join(',')}]}`;
        const isTaken = response.write(`id: ${window.next}\nevent: lines\ndata: ${data}\n\n`);
        if (!isTaken) await once(response, 'drain', { signal });
        next = window.next;
      }
      if (isComplete) response.write(`id: ${next}\nevent: end\ndata: {"lines":${index.lines}}\n\n`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearInterval(heart);
    response.end();
  }
}
