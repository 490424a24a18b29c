import type { TaskOptions } from '../options/task-options.ts';
import type { Handle } from '../wiring/handle.ts';
import { addOperator } from './add-operator.ts';

/**
 * Adds a task without work: a place for edges to meet. It takes no slot of any pool and no time.
 *
 * @throws {TaskOutsideDagError} outside the function of a `dag()`.
 * @example
 * dag('meeting', {}, () => {
 *   empty('start').before(empty('left'), empty('right'));
 * });
 */
export function empty(id: string, options: TaskOptions = {}): Handle<undefined> {
  return addOperator(id, options, { operator: 'empty', templated: {}, plain: {}, isEmpty: true, run: () => undefined });
}
