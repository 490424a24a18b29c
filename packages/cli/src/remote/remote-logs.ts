import { getLogLines, getMappedTaskInstanceTries, MAX_LOG_LINES, tailLog } from '@tradewind/contract';
import type { LogLine, LogsPort, LogTarget } from '../ports/logs-port.ts';
import { followEvents } from './follow-events.ts';
import type { Server } from './server.ts';
import { attemptOf, runPathOf } from './wire-runs.ts';

/** The logs of a server. */
export function remoteLogs(server: Server): LogsPort {
  return {
    async listAttempts({ dagRunKey, taskId, mapIndex }) {
      const params = { ...runPathOf(dagRunKey), task_id: taskId, map_index: mapIndex };
      const { task_instances: tries } = await server.client.call(getMappedTaskInstanceTries, { params });
      // One that has not been tried yet is answered as well.
      return tries.filter(({ queued_when }) => queued_when !== null).map(attemptOf);
    },
    read: (target, { follow, signal }) => (follow ? tail(server, target, signal) : readAll(server, target, signal)),
  };
}

function pathOf({ dagRunKey, taskId, tryNumber }: LogTarget) {
  return { ...runPathOf(dagRunKey), task_id: taskId, try_number: tryNumber };
}

async function* readAll(
  server: Server,
  target: LogTarget,
  signal: AbortSignal,
): AsyncGenerator<LogLine, void, undefined> {
  const params = pathOf(target);
  for (let from = 0; !signal.aborted; ) {
    const query = { map_index: target.mapIndex, from, limit: MAX_LOG_LINES };
    const response = await server.open(getLogLines, { params, query }, { signal });
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
    for (const line of lines) yield JSON.parse(line) as LogLine;
    const next = Number(response.headers.get('x-next-line'));
    if (lines.length === 0 || next <= from) return;
    from = next;
  }
}

/** The lines that there are and those that come, each once, until the attempt has ended. */
async function* tail(server: Server, target: LogTarget, signal: AbortSignal): AsyncGenerator<LogLine, void, undefined> {
  const call = { params: pathOf(target), query: { map_index: target.mapIndex } };
  let next = 0;
  for await (const { event, data } of followEvents(server, { route: tailLog, call }, { signal })) {
    if (event === 'end') return;
    if (event !== 'lines') continue;
    const { from, lines } = JSON.parse(data) as { readonly from: number; readonly lines: readonly LogLine[] };
    yield* lines.slice(Math.max(0, next - from));
    next = Math.max(next, from + lines.length);
  }
}
