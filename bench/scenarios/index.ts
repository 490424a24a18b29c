import type { Scenario } from '../harness/scenario.ts';
import { chain } from './chain.ts';
import { fanout } from './fanout.ts';
import { fibo } from './fibo.ts';
import { parallel } from './parallel.ts';
import { three } from './three.ts';

export const SCENARIOS: readonly Scenario[] = [chain, three, fanout, parallel, fibo];
export const ALL: readonly Scenario[] = SCENARIOS;
