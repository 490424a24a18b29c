import { GROUP, HANDLE } from '../brands.ts';
import { describeValue } from '../describe-value.ts';
import { OptionInvalidError } from '../errors.ts';
import { isGroup, isHandle, type Steps } from '../wiring/handle.ts';
import type { StepNode } from './task-node.ts';

/** The nodes behind handles, groups and lists of them. @throws {OptionInvalidError} when something else is among them. */
export function stepNodesOf(owner: string, steps: Steps): readonly StepNode[] {
  const list: readonly unknown[] = Array.isArray(steps) ? steps : [steps];
  return list.map((step) => {
    if (isHandle(step)) return step[HANDLE];
    if (isGroup(step)) return step[GROUP];
    const isTask = typeof step === 'function' ? '; a task has to be called first: extract(), not extract' : '';
    throw new OptionInvalidError(owner, [`expected a handle or a group, got: ${describeValue(step)}${isTask}`]);
  });
}
