import { availableParallelism, hostname } from 'node:os';
import type { BundleSource, ExecutionApi } from '../execution-api.ts';
import type { LogStore } from '../logs/log-store.ts';
import type { SupervisorListener } from './events.ts';

export interface SupervisorOptions {
  readonly bundles: BundleSource;
  readonly api: ExecutionApi;
  readonly logs: LogStore;
  /** Warm children that are kept even when there is nothing to do. @default 1 */
  readonly minChildren?: number;
  /** Children at most, and with them attempts that run at once. @default 32 */
  readonly maxChildren?: number;
  /** Arguments of Node for every child, such as `--import` of a loader. @default [] */
  readonly childArguments?: readonly string[];
  /** The environment of children. Leave out what author code must not know. @default that of this process */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names this machine in reports. @default the host's name */
  readonly host?: string;
  /** Between asking a task to stop and SIGTERM. @default 5000 */
  readonly stopGraceMs?: number;
  /** Between SIGTERM and SIGKILL. @default 5000 */
  readonly killGraceMs?: number;
  /** How long a DAG file may take to load, and a child to start. @default 30000 */
  readonly loadTimeoutMs?: number;
  /** Size of one result or pushed value. @default 1 MiB */
  readonly maxXComBytes?: number;
  /** An attempt that waited this long makes the pool grow. @default 20 */
  readonly growAfterMs?: number;
  /** A child beyond `minChildren` that had nothing to do for so long ends. @default 30000 */
  readonly idleMs?: number;
  /** A child is replaced after so many attempts. @default 100000 */
  readonly maxAttemptsPerChild?: number;
  /** A child that holds more memory than this after an attempt, and more than its code needs, is replaced. @default 512 */
  readonly maxChildMemoryMb?: number;
  /** A child that has loaded more bundle versions than this is replaced. @default 8 */
  readonly maxVersionsPerChild?: number;
  /** How often the memory of a task with a limit is looked at. @default 250 */
  readonly memorySampleMs?: number;
  /** Changes a line before it is stored: the place where secrets are masked. @default none */
  readonly maskText?: (text: string) => string;
  readonly onEvent?: SupervisorListener;
}

export interface ResolvedSupervisorOptions extends Required<Omit<SupervisorOptions, 'environment'>> {
  readonly environment: Readonly<Record<string, string>> | undefined;
  /** Children that may start at the same time: more would only slow each other down. */
  readonly maxStarting: number;
}

export function resolveOptions(options: SupervisorOptions): ResolvedSupervisorOptions {
  const maxChildren = Math.max(1, options.maxChildren ?? 32);
  return {
    bundles: options.bundles,
    api: options.api,
    logs: options.logs,
    minChildren: Math.min(options.minChildren ?? 1, maxChildren),
    maxChildren,
    childArguments: options.childArguments ?? [],
    environment: options.environment,
    host: options.host ?? hostname(),
    stopGraceMs: options.stopGraceMs ?? 5000,
    killGraceMs: options.killGraceMs ?? 5000,
    loadTimeoutMs: options.loadTimeoutMs ?? 30_000,
    maxXComBytes: options.maxXComBytes ?? 1024 * 1024,
    growAfterMs: options.growAfterMs ?? 20,
    idleMs: options.idleMs ?? 30_000,
    maxAttemptsPerChild: options.maxAttemptsPerChild ?? 100_000,
    maxChildMemoryMb: options.maxChildMemoryMb ?? 512,
    maxVersionsPerChild: options.maxVersionsPerChild ?? 8,
    memorySampleMs: options.memorySampleMs ?? 250,
    maskText: options.maskText ?? ((text) => text),
    onEvent: options.onEvent ?? (() => {}),
    maxStarting: Math.max(1, availableParallelism()),
  };
}
