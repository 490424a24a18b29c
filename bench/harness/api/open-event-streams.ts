/** Many clients of the event stream, who note when each message comes. */
import { type ClientRequest, get } from 'node:http';
import type { ApiTarget } from './api-target.ts';

export interface EventStreams {
  /** Messages about changes that came so far, over all clients. */
  readonly received: number;
  /** From when the server wrote each of them until it was here, in milliseconds. */
  readonly delaysMs: readonly number[];
  close(): void;
}

/** Resolves when all of them have been greeted. */
export async function openEventStreams(
  target: ApiTarget,
  { clients, topics }: { readonly clients: number; readonly topics: readonly string[] },
): Promise<EventStreams> {
  const delaysMs: number[] = [];
  const requests: ClientRequest[] = [];
  const path = `/api/v2/events?topics=${encodeURIComponent(topics.join(','))}`;
  for (let index = 0; index < clients; index += 1)
    requests.push(await openOne(target, path, (writtenAt) => delaysMs.push(Date.now() - writtenAt)));
  return {
    delaysMs,
    get received() {
      return delaysMs.length;
    },
    close: () => {
      for (const request of requests) request.destroy();
    },
  };
}

const WRITTEN_AT = /event: (?:patch|run|refresh)\ndata: .*"t":(\d+)\}/g;

function openOne(
  { origin, headers }: ApiTarget,
  path: string,
  onChange: (writtenAt: number) => void,
): Promise<ClientRequest> {
  return new Promise((resolve, reject) => {
    const request = get(`${origin}${path}`, { agent: false, headers }, (response) => {
      response.setEncoding('utf8');
      response.on('error', () => undefined);
      response.once('data', () => resolve(request));
      response.on('data', (text: string) => {
        for (const [, writtenAt] of text.matchAll(WRITTEN_AT)) onChange(Number(writtenAt));
      });
      if (response.statusCode !== 200) reject(new Error(`The event stream answered ${response.statusCode}.`));
    });
    request.on('error', reject);
  });
}
