import { runCommand } from '../bootstrap/run-command.mjs';
import { failed, passed } from './step-outcome.mjs';

const limitMs = 10 * 60_000;

/**
 * A step that is one command: it passes when the command ends with code 0.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<import('./step-outcome.mjs').StepOutcome>}
 */
export async function runTool(command, args) {
  const { code, timedOut } = await runCommand(command, args, { limitMs });
  if (timedOut) return failed(`${command} did not end within ${limitMs / 60_000} minutes`);
  return code === 0 ? passed() : failed(`"${[command, ...args].join(' ')}" ended with code ${code}`);
}
