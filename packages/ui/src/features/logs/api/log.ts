import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf, getLogMeta, getMappedTaskInstance } from '@tradewind/contract';
import { ApiProblem } from '../../../shared/api/api-problem.ts';
import { call } from '../../../shared/api/call.ts';
import { type LogName, logUrl } from '../log-name.ts';

export type LogMeta = AnswerOf<typeof getLogMeta>;

/** The task instance, under the key that its page has it by. */
export const loggedInstanceQuery = ({ dagId, runId, taskId, mapIndex }: Omit<LogName, 'tryNumber'>) =>
  queryOptions({
    queryKey: ['instance', dagId, runId, taskId, mapIndex, 'facts'],
    queryFn: ({ signal }) =>
      call<typeof getMappedTaskInstance>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/{map_index}',
        { params: { dag_id: dagId, dag_run_id: runId, task_id: taskId, map_index: mapIndex } },
        signal,
      ),
  });

export const logMetaQuery = (name: LogName) =>
  queryOptions({
    queryKey: ['log', name],
    queryFn: ({ signal }) =>
      call<typeof getLogMeta>(
        'GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/logs/{try_number}/meta',
        {
          params: { dag_id: name.dagId, dag_run_id: name.runId, task_id: name.taskId, try_number: name.tryNumber },
          query: { map_index: name.mapIndex },
        },
        signal,
      ),
  });

export interface LineWindow {
  readonly from: number;
  readonly limit: number;
  /** Of a complete log, so that the browser keeps the answer. */
  readonly version: string | null;
}

/** Lines as they are stored, each JSON. */
export async function fetchLines(
  name: LogName,
  { from, limit, version }: LineWindow,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const query = [['from', `${from}`], ['limit', `${limit}`], ...(version === null ? [] : [['version', version]])];
  const answer = await ask(logUrl(name, '/lines', query), signal);
  const text = await answer.text();
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

export interface LogQuery {
  /** Empty: every line. */
  readonly text: string;
  /** Empty: of all levels. */
  readonly levels: readonly string[];
  readonly limit: number;
}

/** Calls `onLines` with the lines that fit, as they are found. Resolves with whether there are more than asked for. */
export async function searchLines(
  name: LogName,
  { text, levels, limit }: LogQuery,
  { signal, onLines }: { readonly signal: AbortSignal; readonly onLines: (lines: readonly number[]) => void },
): Promise<boolean> {
  const query = [['q', text], ['limit', `${limit}`], ...levels.map((level) => ['level', level])];
  const answer = await ask(logUrl(name, '/search', query), signal);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let isMore = false;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const parts = (rest + read.value).split('\n');
    rest = parts.pop()!;
    const found = parts.map((part) => JSON.parse(part) as SearchAnswer);
    const fault = found.find(({ error }) => error !== undefined);
    if (fault !== undefined) throw new ApiProblem(400, fault.error!, null);
    isMore ||= found.some(({ end, cursor }) => end === true && cursor !== null);
    onLines(found.flatMap(({ line }) => (line === undefined ? [] : [line])));
  }
  return isMore;
}

interface SearchAnswer {
  readonly line?: number;
  readonly end?: boolean;
  readonly cursor?: string | null;
  readonly error?: string;
}

async function ask(url: string, signal: AbortSignal | undefined): Promise<Response> {
  const answer = await fetch(url, { headers: { 'x-tradewind-ui': '1' }, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw new ApiProblem(answer.status, await answer.text(), answer.headers.get('x-request-id'));
  return answer;
}
