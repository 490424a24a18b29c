/** What goes wrong while an attempt runs, besides the errors of the task itself. */
import { TradewindError } from '@tradewind/model';
import { steer } from '../steer.ts';

/** No retry follows: the same run would fail in the same way again. */
const FAILS_FOR_GOOD = { kind: 'fail' } as const;

/** One thing that is wrong with the params of a run. */
export interface ParamFault {
  /** The param, with dots and brackets for what is inside it; empty for the params as a whole. */
  readonly field: string;
  /** What is wrong with it. */
  readonly message: string;
}

/** The params of a run do not fit the schema of its DAG. Not retried. */
export class ParamsInvalidError extends TradewindError {
  readonly code = 'PARAMS_INVALID';
  readonly faults: readonly ParamFault[];

  static {
    steer(ParamsInvalidError.prototype, FAILS_FOR_GOOD);
  }

  constructor(owner: string, faults: readonly ParamFault[]) {
    const sentences = faults.map(({ field, message }) => (field === '' ? message : `params.${field}: ${message}`));
    super(`The params of ${owner} are not valid: ${sentences.join('; ')}. Correct the configuration of the run.`);
    this.faults = faults;
  }
}

/** A run without logical date was asked for one. Not retried. */
export class NoLogicalDateError extends TradewindError {
  readonly code = 'NO_LOGICAL_DATE';

  static {
    steer(NoLogicalDateError.prototype, FAILS_FOR_GOOD);
  }

  constructor(name: string) {
    super(
      `"${name}" does not exist in this run, because the run has no logical date or data interval. ` +
        'Trigger it with a logical date, test ctx.logicalDate for null first, or use ctx.runAfter.',
    );
  }
}

/** A branch returned a choice that `.to({ … })` does not name. Not retried. */
export class BranchChoiceUnknownError extends TradewindError {
  readonly code = 'BRANCH_CHOICE_UNKNOWN';

  static {
    steer(BranchChoiceUnknownError.prototype, FAILS_FOR_GOOD);
  }

  constructor(taskId: string, choice: string, choices: readonly string[], hint: string) {
    super(
      `Branch "${taskId}" chose ${choice}, which is not one of ${choices.map((each) => `"${each}"`).join(', ')}.` +
        `${hint} Return one of them, a list of them, or null for none.`,
    );
  }
}

/** A template names something that does not exist. Not retried. */
export class TemplateNameUnknownError extends TradewindError {
  readonly code = 'TEMPLATE_NAME_UNKNOWN';

  static {
    steer(TemplateNameUnknownError.prototype, FAILS_FOR_GOOD);
  }

  constructor(field: string, name: string, hint: string) {
    super(
      `The template of "${field}" names "${name}", which does not exist.${hint} ` +
        'Correct the name, or give it a value for that case: {{ name | default("…") }}.',
    );
  }
}

/** A variable that nobody has set. */
export class VariableMissingError extends TradewindError {
  readonly code = 'VARIABLE_MISSING';

  constructor(key: string) {
    super(
      `Variable "${key}" does not exist. Create it (tradewind variables set ${key} …), ` +
        `or give a default: variables.get('${key}', { default: … }).`,
    );
  }
}

/** A variable whose text is not JSON. */
export class VariableNotJsonError extends TradewindError {
  readonly code = 'VARIABLE_NOT_JSON';

  constructor(key: string, cause: unknown) {
    super(`Variable "${key}" is not JSON. Correct its value, or read it as text with variables.get('${key}').`, {
      cause,
    });
  }
}

/** A connection that nobody has created. */
export class ConnectionMissingError extends TradewindError {
  readonly code = 'CONNECTION_MISSING';

  constructor(id: string) {
    super(`Connection "${id}" does not exist. Create it: tradewind connections add ${id} --conn-uri '…'.`);
  }
}
