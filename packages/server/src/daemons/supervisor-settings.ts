import type { SupervisorOptions } from '@tradewind/worker';
import { childEnvironment } from '../config/child-environment.ts';
import type { Config } from '../config/index.ts';
import { childArguments } from './child-arguments.ts';

/** What the configuration says of the processes that run tasks. */
export function supervisorSettings({ worker }: Config): Omit<SupervisorOptions, 'api' | 'bundles' | 'logs'> {
  return {
    minChildren: worker.minWarm,
    idleMs: worker.idleTimeoutMs,
    maxChildMemoryMb: worker.maxMemoryMb,
    maxXComBytes: worker.xcomMaxBytes,
    killGraceMs: worker.killGraceSec * 1000,
    childArguments: childArguments(),
    environment: childEnvironment(),
  };
}
