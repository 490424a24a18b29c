import {
  getLog,
  getLogLines,
  getLogMeta,
  MAX_LOG_LINES,
  MAX_LOG_MATCHES,
  searchLog,
  tailLog,
} from '@tradewind/contract';
import { LOG_LEVELS, type LogLevel } from '@tradewind/model';
import type { FastifyReply } from 'fastify';
import { openEventStream } from '../../http/event-stream.ts';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField } from '../../http/http-problem.ts';
import { jsonLines, type LogWindow } from '../../logs/attempt-logs.ts';
import { attemptOf, isComplete, requireInstance } from '../../logs/log-attempt.ts';
import { type LogIndex, linesOfLevel } from '../../logs/log-index.ts';
import { type LogQuery, patternOf } from '../../logs/search/log-query.ts';
import type { ServedParts } from '../../ports.ts';
import { formOf, logPage, streamLog } from './airflow-log.ts';
import { streamMatches } from './search-stream.ts';
import { streamTail } from './tail-stream.ts';

export type LogParts = Pick<ServedParts, 'database' | 'changes' | 'streams' | 'attemptLogs' | 'onFault'>;

const MOST_ERRORS = 1000;
const A_YEAR = 31_536_000;

export function logEndpoints({
  database,
  changes,
  streams,
  attemptLogs: logs,
  onFault,
}: LogParts): readonly Endpoint[] {
  return [
    handle(getLog, async ({ params, query, request, reply }) => {
      const attempt = attemptOf(params, query.map_index);
      const instance = await requireInstance(database, attempt);
      const page = {
        logs,
        attempt,
        isComplete: isComplete(instance, attempt.tryNumber),
        isWhole: query.full_content ?? false,
        token: query.token,
      };
      const form = formOf(request.headers.accept);
      reply.header('vary', 'accept');
      return form === 'json' ? logPage(page) : streamLog(page, form, reply);
    }),
    handle(getLogMeta, async ({ params, query }) => {
      const attempt = attemptOf(params, query.map_index);
      const complete = isComplete(await requireInstance(database, attempt), attempt.tryNumber);
      const index = await logs.index(attempt);
      const { lines, bytes, firstAt, lastAt, groups } = index;
      return {
        lines,
        bytes,
        complete,
        version: complete ? versionOf(index) : null,
        counts: countsOf(index),
        first_at: firstAt,
        last_at: lastAt,
        groups: groups.map((group) => ({ ...group })),
        errors: [...linesOfLevel(index, new Set(['error']), { from: 0, limit: MOST_ERRORS })],
        sources: [logs.pathOf(attempt)],
      };
    }),
    handle(getLogLines, async ({ params, query, reply }) => {
      const attempt = attemptOf(params, query.map_index);
      const complete = isComplete(await requireInstance(database, attempt), attempt.tryNumber);
      const window = await logs.window(attempt, { from: query.from!, limit: Math.min(query.limit!, MAX_LOG_LINES) });
      const isLasting = complete && query.version === versionOf(await logs.index(attempt));
      reply.header('cache-control', isLasting ? `private, max-age=${A_YEAR}, immutable` : 'private, no-cache');
      return sendWindow(window, reply);
    }),
    handle(searchLog, async ({ params, query, reply }) => {
      const attempt = attemptOf(params, query.map_index);
      await requireInstance(database, attempt);
      const asked: LogQuery = {
        text: query.q!,
        isPattern: query.re!,
        isCaseSensitive: query.case!,
        isWholeWord: query.word!,
        levels: query.level ?? (query.q === '' ? LOG_LEVELS : []),
      };
      requirePattern(asked);
      const search = { query: asked, from: Number(query.cursor ?? 0), limit: Math.min(query.limit!, MAX_LOG_MATCHES) };
      return streamMatches({ logs, attempt, search }, reply);
    }),
    handle(tailLog, async ({ params, query, request, reply }) => {
      const attempt = attemptOf(params, query.map_index);
      await requireInstance(database, attempt);
      const last = request.headers['last-event-id'];
      const from = typeof last === 'string' && /^\d{1,10}$/.test(last) ? Number(last) : query.from!;
      const response = openEventStream(reply);
      const abort = new AbortController();
      const tail = streamTail({ database, changes, logs }, { attempt, from, response, signal: abort.signal }).catch(
        (error: Error) => onFault?.({ error, requestId: request.id, routeId: tailLog.id }),
      );
      const forget = streams.onClose(async () => {
        abort.abort();
        await tail;
      });
      response.on('close', () => {
        forget();
        abort.abort();
      });
      return reply;
    }),
  ];
}

function countsOf({ counts }: LogIndex): Record<LogLevel, number> {
  const [debug = 0, info = 0, warn = 0, error = 0] = counts;
  return { debug, info, warn, error };
}

/** Changes with every byte of the log. */
function versionOf({ head, bytes }: LogIndex): string {
  return `${head}-${bytes}`;
}

function sendWindow(window: LogWindow, reply: FastifyReply): FastifyReply {
  const lines = jsonLines(window);
  reply.header('x-next-line', window.next).type('application/x-ndjson');
  return reply.send(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}

/** @throws {HttpProblem} 422 */
function requirePattern(query: LogQuery): void {
  try {
    patternOf(query);
  } catch (error) {
    throw badField(
      ['query', 'q'],
      `Value error, expected a regular expression: ${(error as Error).message}`,
      query.text,
    );
  }
}
