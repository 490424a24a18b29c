import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where Tradewind keeps what belongs to the user of this machine: `~/.config/tradewind`, or by `XDG_CONFIG_HOME`. */
export function userFolder(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const { XDG_CONFIG_HOME: given = '' } = environment;
  // By the specification a relative path is as none.
  return join(isAbsolute(given) ? given : join(homedir(), '.config'), 'tradewind');
}
