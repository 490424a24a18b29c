/** What is wrong with a DAG, found while its file is loaded. */
import { TradewindError } from '@tradewind/model';

/** A task, group or operator was called while no DAG was being built. */
export class TaskOutsideDagError extends TradewindError {
  readonly code = 'TASK_OUTSIDE_DAG';
  readonly id: string;

  constructor(id: string) {
    super(
      `"${id}" was called outside a DAG. A call adds the task to the DAG that is being built, and none is. ` +
        "Call it inside the function that is given to dag(), without an await before it; a task's own code cannot add tasks.",
    );
    this.id = id;
  }
}

/** `dag()` was called inside the function of another `dag()`. */
export class DagNestedError extends TradewindError {
  readonly code = 'DAG_NESTED';

  constructor(dagId: string, outerDagId: string) {
    super(
      `DAG "${dagId}" is declared inside DAG "${outerDagId}". DAGs do not nest. ` +
        'Declare it at the top of the file, or use group() to put tasks together.',
    );
  }
}

/** The function given to `dag()` or `group()` returned a promise. */
export class BuilderAsyncError extends TradewindError {
  readonly code = 'BUILDER_ASYNC';

  constructor(what: string) {
    super(
      `The function of ${what} returned a promise. The shape of a DAG is declared at once; tasks called after an await ` +
        'would be lost. Make the function synchronous and await what it needs before dag() is called.',
    );
  }
}

/** Two DAGs of one file carry the same id. */
export class DagIdDuplicateError extends TradewindError {
  readonly code = 'DAG_ID_DUPLICATE';

  constructor(dagId: string) {
    super(`The DAG id "${dagId}" is declared twice in this file. Give one of the two another id.`);
  }
}

/** An id that breaks the rule for ids. */
export class IdInvalidError extends TradewindError {
  readonly code = 'ID_INVALID';

  constructor(what: string, fault: string) {
    super(
      `The id of a ${what} is not valid: ${fault}. Ids are made of letters, digits, "-", "." and "_", at most 250.`,
    );
  }
}

/** Two tasks or groups of one DAG carry the same id. */
export class TaskIdDuplicateError extends TradewindError {
  readonly code = 'TASK_ID_DUPLICATE';
  readonly taskId: string;

  constructor(dagId: string, taskId: string) {
    super(
      `DAG "${dagId}" has two tasks or groups with the id "${taskId}". ` +
        `To use a task twice give the second call its own id: .with({ id: '${taskId}_2' })(…).`,
    );
    this.taskId = taskId;
  }
}

/** A handle was used in a DAG that it does not belong to. */
export class HandleOfOtherDagError extends TradewindError {
  readonly code = 'HANDLE_OF_OTHER_DAG';

  constructor(id: string, ownDagId: string, dagId: string) {
    super(
      `"${id}" belongs to DAG "${ownDagId}" and is used in DAG "${dagId}". Edges and inputs stay inside one DAG. ` +
        `Call the task in DAG "${dagId}" too; to start one DAG after another use a schedule or a trigger.`,
    );
  }
}

/** A task comes after itself. */
export class DagCycleError extends TradewindError {
  readonly code = 'DAG_CYCLE';
  /** The tasks of the cycle in order; the first one is also the last. */
  readonly path: readonly string[];

  constructor(dagId: string, path: readonly string[]) {
    super(
      `DAG "${dagId}" has a cycle: ${path.map((id) => `"${id}"`).join(' → ')}. ` +
        'A task cannot wait for itself. Remove one of these edges.',
    );
    this.path = path;
  }
}

/** Groups and tasks that are nested or connected in a way that has no meaning. */
export class GroupNestingError extends TradewindError {
  readonly code = 'GROUP_NESTING';

  constructor(groupId: string, memberId: string) {
    super(
      `"${memberId}" is inside group "${groupId}" and cannot come before or after that same group. ` +
        'Connect it with tasks of the group, or declare it outside the group.',
    );
  }
}

/** A group without tasks. */
export class GroupEmptyError extends TradewindError {
  readonly code = 'GROUP_EMPTY';

  constructor(groupId: string) {
    super(
      `Group "${groupId}" has no tasks, so an edge to it would lead nowhere. ` +
        "Call at least one task in its function, or leave the group out; empty('…') is a task without work.",
    );
  }
}

/** A teardown that tears nothing down. */
export class TeardownWithoutSetupError extends TradewindError {
  readonly code = 'TEARDOWN_WITHOUT_SETUP';

  constructor(taskId: string) {
    super(
      `Task "${taskId}" is a teardown without a setup. It would not know when to run. ` +
        'Say what it tears down: .asTeardown({ of: create }), where `create` is the handle of the setup task.',
    );
  }
}

/** A task that is both a setup and a teardown. */
export class SetupIsTeardownError extends TradewindError {
  readonly code = 'SETUP_IS_TEARDOWN';

  constructor(taskId: string) {
    super(`Task "${taskId}" is a setup and a teardown at once. Split it into two tasks.`);
  }
}

/** A schedule that cannot be read. */
export class ScheduleInvalidError extends TradewindError {
  readonly code = 'SCHEDULE_INVALID';

  constructor(fault: string, options?: { readonly cause?: unknown; readonly hint?: string }) {
    super(`The schedule is not valid: ${fault}${options?.hint ?? ''}`, options);
  }
}

/** A `startDate` or `endDate` that is not an instant. */
export class StartDateInvalidError extends TradewindError {
  readonly code = 'START_DATE_INVALID';

  constructor(option: string, fault: string) {
    super(
      `${option} is not valid: ${fault}. Write a date ('2026-01-01'), an instant with its zone ('2026-01-01T06:00Z', ` +
        "'2026-01-01T06:00+01:00'), or a local time together with a schedule that has a time zone.",
    );
  }
}

/** Options that do not exist. */
export class OptionUnknownError extends TradewindError {
  readonly code = 'OPTION_UNKNOWN';
  readonly options: readonly string[];

  constructor(owner: string, unknown: readonly { readonly name: string; readonly hint: string }[]) {
    const sentences = unknown.map(({ name, hint }) => `"${name}" is not an option.${hint}`);
    super(`${owner}: ${sentences.join(' ')} Remove it, or correct its spelling.`);
    this.options = unknown.map(({ name }) => name);
  }
}

/** Options whose value makes no sense. Names every one of them. */
export class OptionInvalidError extends TradewindError {
  readonly code = 'OPTION_INVALID';
  readonly faults: readonly string[];

  constructor(owner: string, faults: readonly string[]) {
    super(`${owner}: ${faults.join('; ')}.`);
    this.faults = faults;
  }
}

/** Neighbouring lists in `chain` have different lengths. */
export class ChainLengthsDifferError extends TradewindError {
  readonly code = 'CHAIN_LENGTHS_DIFFER';

  constructor(first: number, second: number) {
    super(
      `chain() was given a list of ${first} followed by a list of ${second}. Two neighbouring lists are connected in ` +
        'pairs, so their lengths must be the same. Put a task between them, or connect them with before().',
    );
  }
}

/** A branch that leads nowhere. */
export class BranchWithoutTargetError extends TradewindError {
  readonly code = 'BRANCH_WITHOUT_TARGET';

  constructor(taskId: string) {
    super(
      `Branch "${taskId}" has no targets. Say what follows each choice: ` +
        `.to({ choice: handle, other: null }), where null means that nothing does.`,
    );
  }
}

/** A schema for params that gives no JSON Schema, or one that is not of an object. */
export class ParamsSchemaInvalidError extends TradewindError {
  readonly code = 'PARAMS_SCHEMA_INVALID';

  constructor(owner: string, fault: string, options?: { readonly cause?: unknown }) {
    super(
      `${owner}: the schema of params cannot be used: ${fault}. Give an object schema of zod 4.2+, ArkType 2.1.28+, ` +
        "valibot (through toStandardJsonSchema of @valibot/to-json-schema) or TypeBox, or a JSON Schema with type: 'object'.",
      options,
    );
  }
}

/** A DAG with a schedule has params that only a person could fill in. */
export class ParamsWithoutDefaultError extends TradewindError {
  readonly code = 'PARAMS_WITHOUT_DEFAULT';

  constructor(dagId: string, names: readonly string[]) {
    super(
      `DAG "${dagId}" runs on a schedule, but these params have no default: ${names.map((name) => `"${name}"`).join(', ')}. ` +
        'A scheduled run has nobody who could fill them in. Give each a default, make it optional, or set schedule to null.',
    );
  }
}

/** A task needs params that its DAG does not have. */
export class TaskParamsMissingError extends TradewindError {
  readonly code = 'TASK_PARAMS_MISSING';

  constructor(dagId: string, taskId: string, names: readonly string[]) {
    const list = names.map((name) => `"${name}"`).join(', ');
    super(
      `Task "${taskId}" needs params that DAG "${dagId}" does not declare: ${list}. ` +
        'Add them to the params of the DAG, or give them a default in the params of the task.',
    );
  }
}

/** A template that cannot be read. */
export class TemplateInvalidError extends TradewindError {
  readonly code = 'TEMPLATE_INVALID';

  constructor(field: string, fault: string) {
    super(
      `The template of "${field}" is not valid: ${fault}. Templates have {{ names }}, filters ({{ params.x | upper }}) and ` +
        'nothing else; for more use a function of the context, such as ({ ds }) => `…`. ' +
        'Wrap text that only looks like a template in literal(…).',
    );
  }
}

/** A file of a template that cannot be read. */
export class TemplateFileMissingError extends TradewindError {
  readonly code = 'TEMPLATE_FILE_MISSING';

  constructor(path: string, cause: unknown) {
    super(`The template file "${path}" cannot be read. Its path is relative to the file that names it.`, { cause });
  }
}
