import { runCommand } from '../bootstrap/run-command.mjs';
import { failed, passed, skipped } from './step-outcome.mjs';

/**
 * Asks the registry for known vulnerabilities of what users install with us.
 *
 * A registry that is out of reach, or answers no such question, makes a loud skip everywhere: that says nothing about
 * the packages.
 *
 * @returns {Promise<import('./step-outcome.mjs').StepOutcome>}
 */
export async function auditPackages() {
  const { code, output } = await runCommand('npm', ['audit', '--omit=dev'], {
    isOutsideRepository: true,
    isCaptured: true,
    limitMs: 60_000,
  });
  if (code === 0) return passed();
  if (!/vulnerabilit(y|ies)/i.test(output)) {
    return skipped('The registry did not answer: known vulnerabilities of the dependencies are NOT checked.');
  }
  console.log(output.trimEnd());
  return failed('a dependency has a known vulnerability');
}
