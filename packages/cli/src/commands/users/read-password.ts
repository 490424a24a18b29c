import type { Ports } from '../../ports/ports.ts';

export const PASSWORD_OPTION = {
  password: {
    kind: 'text',
    short: 'p',
    valueName: 'text',
    summary:
      'The password; - reads it from standard input, where no history keeps it. Without it one is made and shown once.',
  },
} as const;

/** The password that was given; null when one is to be made. */
export async function readPassword(given: string | undefined, { files }: Ports): Promise<string | null> {
  if (given === undefined) return null;
  return given === '-' ? (await files.read('-')).replace(/\r?\n$/, '') : given;
}

/** A made password, for the one who reads it this once. */
export function sayPassword(username: string, password: string | null): string {
  return password === null ? '' : `The password of ${username}, shown this once: ${password}\n`;
}
