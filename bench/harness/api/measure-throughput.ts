import { Agent, get } from 'node:http';
import type { Figure } from '../scenario-result.ts';
import type { ApiTarget } from './api-target.ts';

const CONNECTIONS = 32;
const FOR_MS = 5_000;
const GOAL_PER_SEC = 2_000;

/** How many simple requests are answered in a second, over connections that stay open. */
export async function measureThroughput(
  target: ApiTarget,
  paths: Readonly<Record<string, string>>,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, path] of Object.entries(paths)) {
    figures.push({ name: `GETs, ${name}`, value: await perSecond(target, path), unit: '/s', atLeast: GOAL_PER_SEC });
  }
  return figures;
}

async function perSecond({ origin, headers }: ApiTarget, path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const startedAt = performance.now();
  let answers = 0;
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = get(`${origin}${path}`, { agent, headers }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`GET ${path} answered ${response.statusCode}.`));
        response.resume();
        response.on('end', resolve);
      });
      request.on('error', reject);
    });
  const client = async (): Promise<void> => {
    while (performance.now() - startedAt < FOR_MS) {
      await ask();
      answers += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  agent.destroy();
  return (answers / (performance.now() - startedAt)) * 1000;
}
