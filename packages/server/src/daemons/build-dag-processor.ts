import { mkdir } from 'node:fs/promises';
import { DagProcessor, type DagProcessorListener } from '@tradewind/dag-processor';
import type { Database } from '@tradewind/store';
import { childEnvironment } from '../config/child-environment.ts';
import type { Config } from '../config/index.ts';
import type { Installation } from './installation.ts';

export interface DagProcessorParts {
  readonly config: Config;
  readonly database: Database;
  readonly installation: Installation;
  readonly listener: DagProcessorListener;
}

/** The processor of the configured DAG folder, which is made when it does not exist. */
export async function buildDagProcessor(parts: DagProcessorParts): Promise<DagProcessor> {
  const { dagsFolder } = parts.config.core;
  await mkdir(dagsFolder, { recursive: true });
  return processorOf(parts, {
    folder: dagsFolder,
    bundleName: 'dags',
    isPausedAtCreation: parts.config.core.dagsArePausedAtCreation,
  });
}

/** The processor of the examples. The first thing that a newcomer sees must run, so it decides itself what is paused. */
export function buildExamplesProcessor(parts: DagProcessorParts, folder: string): DagProcessor {
  return processorOf(parts, { folder, bundleName: 'examples', dagFolder: 'dags', isPausedAtCreation: true });
}

function processorOf(
  { config, database, installation, listener }: DagProcessorParts,
  bundle: {
    readonly folder: string;
    readonly bundleName: string;
    readonly dagFolder?: string;
    readonly isPausedAtCreation: boolean;
  },
): DagProcessor {
  const { importTimeoutSec, memoryLimitMb, rescanIntervalSec } = config.dagProcessor;
  return new DagProcessor({
    ...bundle,
    database,
    home: config.core.home,
    tradewindPackage: installation.packageFolder,
    load: { timeoutMs: importTimeoutSec * 1000, memoryLimitMb, environment: childEnvironment() },
    rescanIntervalMs: rescanIntervalSec * 1000,
    listener,
  });
}
