import { Readable } from 'node:stream';
import type { AttemptRef } from '@tradewind/model';
import type { FastifyReply } from 'fastify';
import type { AttemptLogs, FoundLines, LogSearch } from '../../logs/attempt-logs.ts';

export interface SearchRequest {
  readonly logs: AttemptLogs;
  readonly attempt: AttemptRef;
  readonly search: LogSearch;
}

/**
 * Sends matches as they are found, one JSON object a line, and at last how many there were.
 *
 * What goes wrong before the first match is found is thrown; later it is the last line.
 */
export async function streamMatches(
  { logs, attempt, search }: SearchRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const abort = new AbortController();
  reply.raw.on('close', () => abort.abort());
  const found = new FoundQueue();
  const searching = logs
    .search(attempt, { ...search, signal: abort.signal }, (one) => found.add(one))
    .then(
      () => found.end(null),
      (error: Error) => found.end(error),
    );
  const first = await found.next();
  if (first === null && found.error !== null) throw found.error;
  async function* write(): AsyncGenerator<string, void, void> {
    let matches = 0;
    let next = search.from;
    for (let one = first; one !== null; one = await found.next()) {
      matches += one.matches.length;
      next = one.next;
      if (one.matches.length > 0) yield `${one.matches.map((match) => JSON.stringify(match)).join('\n')}\n`;
    }
    await searching;
    if (found.error !== null) yield `${JSON.stringify({ error: found.error.message })}\n`;
    else yield `${JSON.stringify({ end: true, matches, cursor: matches >= search.limit ? String(next) : null })}\n`;
  }
  return reply
    .type('application/x-ndjson; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(Readable.from(write()));
}

/** What was found and is not yet sent. */
class FoundQueue {
  readonly #queue: FoundLines[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;
  error: Error | null = null;

  add(found: FoundLines): void {
    this.#queue.push(found);
    this.#wake();
  }

  end(error: Error | null): void {
    this.#isEnded = true;
    this.error = error;
    this.#wake();
  }

  /** Null: there is nothing more. */
  async next(): Promise<FoundLines | null> {
    while (this.#queue.length === 0 && !this.#isEnded) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#queue.shift() ?? null;
  }
}
