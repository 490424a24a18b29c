import { currentBuilder } from '../building/dag-builder.ts';
import { makeGroup } from '../building/make-handle.ts';
import { describeValue } from '../describe-value.ts';
import { BuilderAsyncError, IdInvalidError, OptionInvalidError } from '../errors.ts';
import { aBoolean, anything, aText, type Checks, checkId, checkOptions } from '../options/check-options.ts';
import { SETTING_CHECKS } from '../options/task-checks.ts';
import type { TaskSettings } from '../options/task-options.ts';
import type { Group } from '../wiring/handle.ts';

export interface GroupOptions {
  /** Options for the tasks of the group, over the defaults of the DAG. */
  readonly defaults?: TaskSettings;
  /** Whether the ids of its tasks begin with the id of the group. @default true */
  readonly prefixIds?: boolean;
  /** The name that people see. @default the id */
  readonly displayName?: string;
  /** One line that explains the group. */
  readonly tooltip?: string;
}

const CHECKS: Checks<GroupOptions> = { defaults: anything, prefixIds: aBoolean, displayName: aText, tooltip: aText };

/**
 * Puts the tasks that `fill` calls into a group. Their ids become `group.task`.
 *
 * @throws {TaskOutsideDagError} outside the function of a `dag()`.
 * @throws {GroupEmptyError} when the DAG is complete and the group has no tasks.
 * @example
 * dag('cleaning', {}, () => {
 *   const clean = group('clean', () => chain(empty('drop'), empty('vacuum')));
 *   clean.before(empty('done'));
 * });
 */
export function group<Result>(id: string, fill: () => Result): Group<Result>;
export function group<Result>(id: string, options: GroupOptions, fill: () => Result): Group<Result>;
export function group<Result>(id: string, ...rest: [() => Result] | [GroupOptions, () => Result]): Group<Result> {
  const [options, fill] = rest.length === 1 ? [{}, rest[0]] : rest;
  const owner = `Group "${id}"`;
  checkGroupId(id);
  checkOptions(owner, options, CHECKS);
  const { defaults = {}, prefixIds = true, displayName = null, tooltip = null } = options;
  checkOptions(`defaults of ${owner}`, defaults, SETTING_CHECKS);
  if (typeof fill !== 'function') {
    throw new OptionInvalidError(owner, [`expected a function as its last argument, got: ${describeValue(fill)}`]);
  }
  const added = currentBuilder(id).addGroup(id, { defaults, prefixesIds: prefixIds, displayName, tooltip }, fill);
  if (added.result instanceof Promise) throw asyncError(owner, added.result);
  return makeGroup(added.node, added.result);
}

/** A dot separates a group from its tasks, so an id of a group has none. */
function checkGroupId(id: string): void {
  checkId('group', id);
  if (id.includes('.'))
    throw new IdInvalidError('group', `expected no ".", which separates a group from its tasks, got: "${id}"`);
}

/** Nobody awaits the promise, so its own failure must not end the process. */
function asyncError(what: string, promise: Promise<unknown>): BuilderAsyncError {
  promise.catch(() => undefined);
  return new BuilderAsyncError(what);
}
