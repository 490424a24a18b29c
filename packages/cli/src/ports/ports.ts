import type { LoadedConfig } from '@tradewind/server/config';
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
  /** The database, migrated. Starts the embedded one when no server is configured. */
  platform(): Promise<Platform>;
  services(): Promise<Services>;
}
