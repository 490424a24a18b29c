import type { LoadedConfig } from '@tradewind/server/config';
import type { AccessPort } from './access-port.ts';
import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Platform } from './platform.ts';
import type { Services } from './services.ts';
import type { Terminal } from './terminal.ts';

/** Everything that a command reaches. What is expensive is a function, opened at its first use and closed at the end. */
export interface Ports {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly files: Files;
  /** Aborts at Ctrl-C. */
  readonly interruption: AbortSignal;
  config(): Promise<LoadedConfig>;
  /** The server that was named with `--url` or `cli.url`. @throws {UsageError} when none was. */
  access(): Promise<AccessPort>;
  /** That server; without one the database, migrated. Starts the embedded one when no other is configured. */
  platform(): Promise<Platform>;
  services(): Promise<Services>;
}
