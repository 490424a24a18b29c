import { CommandFailedError } from '../errors.ts';
import type { Terminal } from '../ports/terminal.ts';

/** The option of every command that asks before it destroys something. */
export const YES_OPTION = {
  yes: { kind: 'flag', short: 'y', summary: 'Do not ask.' },
} as const;

/** @throws {CommandFailedError} unless the person agrees, or has with `--yes`. */
export async function requireConsent(
  terminal: Terminal,
  { yes, question }: { readonly yes: boolean; readonly question: string },
): Promise<void> {
  if (yes) return;
  const answer = await terminal.confirm(question);
  if (answer === null) throw new CommandFailedError(`${question} Nobody can be asked here: give --yes to agree.`);
  if (!answer) throw new CommandFailedError('Nothing was changed.');
}
