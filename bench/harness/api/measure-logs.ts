import { quantile } from '../quantile.ts';
import type { Figure } from '../scenario-result.ts';
import type { ApiTarget } from './api-target.ts';
import { timedGet } from './timed-get.ts';

const SEARCH_BUDGET_MS = 1000;
const WINDOW_BUDGET_MS = 100;

export interface LogOptions {
  /** `/api/v2/dags/…/logs/1` of a log with a million lines. */
  readonly path: string;
  readonly lines: number;
  /** A text in few lines, and a pattern that finds few. */
  readonly rare: string;
  readonly pattern: string;
}

/** The first look at a long log, windows of it, and searches through all of it. */
export async function measureLogs(target: ApiTarget, options: LogOptions, repetitions = 5): Promise<readonly Figure[]> {
  const { path, lines, rare, pattern } = options;
  const timed = async (rest: string): Promise<number> => (await timedGet(target, `${path}${rest}`)).ms;
  const first = await timed('/meta');
  const repeated = async (rest: () => string): Promise<number> => {
    const times: number[] = [];
    for (let index = 0; index < repetitions; index += 1) times.push(await timed(rest()));
    return quantile(times, 0.95);
  };
  const somewhere = (): string => `/lines?limit=400&from=${Math.floor(Math.random() * (lines - 400))}`;
  const find = (text: string, more = ''): string => `/search?q=${encodeURIComponent(text)}${more}`;
  return [
    { name: 'log, first meta', value: first, unit: 'ms', atMost: SEARCH_BUDGET_MS },
    { name: 'log, window p95', value: await repeated(somewhere), unit: 'ms', atMost: WINDOW_BUDGET_MS },
    { name: 'log, search text p95', value: await repeated(() => find(rare)), unit: 'ms', atMost: SEARCH_BUDGET_MS },
    {
      name: 'log, search pattern p95',
      value: await repeated(() => find(pattern, '&re=true')),
      unit: 'ms',
      atMost: SEARCH_BUDGET_MS,
    },
  ];
}
