import { get } from 'node:http';
import type { ApiTarget, TimedAnswer } from './api-target.ts';

/** Asks once, as a browser does, and leaves the answer compressed. @throws when the answer is not 200. */
export function timedGet(
  { origin, headers }: ApiTarget,
  path: string,
  accept = 'application/json',
): Promise<TimedAnswer> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const sent = { 'accept-encoding': 'br, gzip', accept, ...headers };
    const request = get(`${origin}${path}`, { headers: sent }, (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ ms: performance.now() - start, bytes });
        else reject(new Error(`GET ${path} answered ${response.statusCode}.`));
      });
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
