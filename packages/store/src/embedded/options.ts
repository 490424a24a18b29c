import { resolve } from 'node:path';
import type { EmbeddedPostgresEvent } from './events.ts';

/** How to start the embedded server. Only `home` is needed. */
export interface StartEmbeddedPostgresOptions {
  /** The folder of this installation, for example `./.tradewind`; made when it is missing. */
  readonly home: string;
  /** Hears what happens. @default hears nothing */
  readonly log?: (event: EmbeddedPostgresEvent) => void;
  /** Start the server again, for ever and with growing pauses, when it ends unasked. @default false */
  readonly restartOnExit?: boolean;
  /**
   * `'auto'`: a Unix domain socket, or loopback TCP on Windows and where sockets do not work. `'tcp'`: loopback TCP.
   * @default 'auto'
   */
  readonly transport?: 'auto' | 'tcp';
  /** The TCP port, where TCP is used. @default a free one */
  readonly port?: number;
  /** `false` gives durability up, for tests alone: a crash of the machine destroys the database. @default true */
  readonly fsync?: boolean;
  /** Settings of PostgreSQL over ours. `ALTER SYSTEM` of an administrator wins over both. @default none */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** How long to wait for another process of this home, and for crash recovery. @default 120_000 */
  readonly startTimeoutMs?: number;
  /** How long an orderly stop may take before it becomes an immediate one. @default 20_000 */
  readonly stopTimeoutMs?: number;
  /** The folder with `bin`, `lib` and `share` of PostgreSQL. @default that of the installed platform package */
  readonly binaries?: string;
}

/** The same with every default filled in, and `home` absolute. */
export interface EmbeddedPostgresOptions {
  readonly home: string;
  readonly log: (event: EmbeddedPostgresEvent) => void;
  readonly restartOnExit: boolean;
  readonly transport: 'auto' | 'tcp';
  readonly port: number | undefined;
  readonly fsync: boolean;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly binaries: string | undefined;
}

export function resolveOptions(options: StartEmbeddedPostgresOptions): EmbeddedPostgresOptions {
  return Object.freeze({
    home: resolve(options.home),
    log: options.log ?? (() => {}),
    restartOnExit: options.restartOnExit ?? false,
    transport: options.transport ?? 'auto',
    port: options.port,
    fsync: options.fsync ?? true,
    settings: options.settings ?? {},
    startTimeoutMs: options.startTimeoutMs ?? 120_000,
    stopTimeoutMs: options.stopTimeoutMs ?? 20_000,
    binaries: options.binaries,
  });
}
