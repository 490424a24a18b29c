import { didYouMean, type TaskInstanceState, TradewindError } from '@tradewind/model';

/** A task was named that the DAG does not have. */
export class TaskUnknownError extends TradewindError {
  readonly code = 'TASK_UNKNOWN';

  constructor(dagId: string, taskId: string, taskIds: readonly string[]) {
    super(
      `DAG "${dagId}" has no task "${taskId}".${didYouMean(taskId, taskIds)} ` +
        `Its tasks are ${taskIds.map((each) => `"${each}"`).join(', ')}.`,
    );
  }
}

/** A task was named that stands in several groups. */
export class TaskAmbiguousError extends TradewindError {
  readonly code = 'TASK_AMBIGUOUS';

  constructor(taskId: string, candidates: readonly string[]) {
    super(
      `"${taskId}" may be ${candidates.map((each) => `"${each}"`).join(' or ')}. Name the task by its whole id, as a text.`,
    );
  }
}

/** A task was asked for its output and has none. */
export class OutputMissingError extends TradewindError {
  readonly code = 'OUTPUT_MISSING';
  readonly state: TaskInstanceState;

  constructor(taskId: string, state: TaskInstanceState, failure: string | null) {
    const why = failure === null ? '' : `: ${failure}`;
    super(
      `Task "${taskId}" has no output, since it ended as ${state}${why}. Test run.state(task) first, or stub the task.`,
    );
    this.state = state;
  }
}

/** An option of `runDag` that makes no sense. */
export class RunOptionInvalidError extends TradewindError {
  readonly code = 'RUN_OPTION_INVALID';

  constructor(option: string, fault: string) {
    super(`runDag: ${option} is not valid: ${fault}.`);
  }
}

/** A run that waits for something that does not exist in memory, such as a trigger. */
export class RunStuckError extends TradewindError {
  readonly code = 'RUN_STUCK';

  constructor(dagId: string, tasks: readonly string[]) {
    super(`The run of DAG "${dagId}" does not go on: it waits for ${tasks.join(', ')}. Stub these tasks.`);
  }
}
