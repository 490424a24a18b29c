/** The log of an attempt as Airflow's API answers it: in pages, or all of it as a stream. */
import { Readable } from 'node:stream';
import type { Static } from '@sinclair/typebox';
import type { TaskLogPage } from '@tradewind/contract';
import type { AttemptRef } from '@tradewind/model';
import type { FastifyReply } from 'fastify';
import { HttpProblem } from '../../http/http-problem.ts';
import { type AttemptLogs, jsonLines } from '../../logs/attempt-logs.ts';
import { parseLine } from '../../logs/stored-line.ts';
import { plainLogLine, presentLogLine } from '../../present/log-line.ts';

/** Lines of one page. */
const LINES_PER_PAGE = 10_000;
/** The most lines of an answer that is put together in memory: a client goes on with the token. */
const MOST_IN_MEMORY = 100_000;
const HEADER = 'Airflow-Continuation-Token';

export interface LogPageRequest {
  readonly logs: AttemptLogs;
  readonly attempt: AttemptRef;
  readonly isComplete: boolean;
  readonly isWhole: boolean;
  readonly token: string | undefined;
}

type Form = 'json' | 'ndjson' | 'plain';

const FORMS: Readonly<Record<string, Form>> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'text/plain': 'plain',
  '*/*': 'json',
};

/** The first form that `Accept` names: Airflow's client puts the one that was asked for before those that it can read. */
export function formOf(accept = ''): Form {
  const types = accept.split(',').map((one) => one.split(';', 1)[0]!.trim().toLowerCase());
  return types.flatMap((type) => FORMS[type] ?? [])[0] ?? 'json';
}

/** The page as JSON. @throws {HttpProblem} 400 for a token that is none of ours. */
export async function logPage(request: LogPageRequest): Promise<Static<typeof TaskLogPage>> {
  const content: Static<typeof TaskLogPage>['content'] = [];
  let next = readToken(request.token);
  for await (const part of partsOf(request, next + MOST_IN_MEMORY)) {
    next = part.next;
    for (const text of part.lines) (content as unknown[]).push(presentLogLine(parseLine(text)));
  }
  const { lines } = await request.logs.index(request.attempt);
  return { content, continuation_token: request.isComplete && next >= lines ? null : tokenOf(next) };
}

/** The log in another form, as a stream. @throws {HttpProblem} 400 for a token that is none of ours. */
export async function streamLog(
  request: LogPageRequest,
  form: 'ndjson' | 'plain',
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { lines } = await request.logs.index(request.attempt);
  const from = readToken(request.token);
  const end = request.isWhole ? lines : Math.min(lines, from + LINES_PER_PAGE);
  if (!request.isComplete || end < lines) reply.header(HEADER, tokenOf(Math.max(from, end)));
  async function* write(): AsyncGenerator<string, void, void> {
    for await (const part of partsOf(request, end)) yield part.lines.map((text) => writeLine(text, form)).join('');
  }
  const type = form === 'ndjson' ? 'application/x-ndjson' : 'text/plain; charset=utf-8';
  return reply.type(type).send(Readable.from(write()));
}

function writeLine(text: string, form: 'ndjson' | 'plain'): string {
  const line = parseLine(text);
  return form === 'plain' ? plainLogLine(line) : `${JSON.stringify(presentLogLine(line))}\n`;
}

interface Part {
  readonly lines: readonly string[];
  readonly next: number;
}

async function* partsOf(
  { logs, attempt, isWhole, token }: LogPageRequest,
  end: number,
): AsyncGenerator<Part, void, void> {
  const first = readToken(token);
  const after = isWhole ? end : Math.min(end, first + LINES_PER_PAGE);
  for (let from = first; from < after; ) {
    const window = await logs.window(attempt, { from, limit: Math.min(LINES_PER_PAGE, after - from) });
    if (window.next === from || window.bytes.length === 0) return;
    yield { lines: jsonLines(window), next: window.next };
    from = window.next;
  }
}

function tokenOf(line: number): string {
  return Buffer.from(JSON.stringify({ line })).toString('base64url');
}

function readToken(token: string | undefined): number {
  if (token === undefined || token === '') return 0;
  try {
    const { line } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { readonly line?: unknown };
    if (Number.isSafeInteger(line) && (line as number) >= 0) return line as number;
  } catch {
    // Not even JSON.
  }
  throw new HttpProblem(400, 'token: this is no token of ours. Use only the tokens that the API gives.');
}
