import { ChainLengthsDifferError } from '../errors.ts';
import type { Step, Steps } from '../wiring/handle.ts';

/**
 * Runs steps one after another. A list runs side by side; two lists that follow each other are connected in pairs, and
 * must be equally long. Gives the last step back.
 *
 * @throws {ChainLengthsDifferError} when neighbouring lists have different lengths.
 * @example
 * dag('diamond', {}, () => {
 *   chain(empty('start'), [empty('left'), empty('right')], empty('join'));
 * });
 */
export function chain<const Last extends Steps>(...steps: [...Steps[], Last]): Last {
  for (const [index, next] of steps.entries()) {
    const previous = steps[index - 1];
    if (previous !== undefined) connect(previous, next);
  }
  return steps.at(-1) as Last;
}

function connect(from: Steps, to: Steps): void {
  if (isList(from) && isList(to)) connectPairs(from, to);
  else for (const step of isList(from) ? from : [from]) step.before(to);
}

function connectPairs(from: readonly Step[], to: readonly Step[]): void {
  if (from.length !== to.length) throw new ChainLengthsDifferError(from.length, to.length);
  for (const [index, step] of from.entries()) step.before(to[index]!);
}

function isList(steps: Steps): steps is readonly Step[] {
  return Array.isArray(steps);
}
