/** What goes wrong in a worker without being the task's own error. */
import { TradewindError } from '@tradewind/model';

/** The DAG file could not be imported. Retryable: what it needs at load may be there the next time. */
export class DagFileNotLoadableError extends TradewindError {
  readonly code = 'DAG_FILE_NOT_LOADABLE';
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`DAG file "${file}" could not be loaded by the worker: ${reason}`, { cause });
    this.file = file;
  }
}

/** The DAG file does not define the DAG: what it defines depends on where or when it is loaded. */
export class DagNotInFileError extends TradewindError {
  readonly code = 'DAG_NOT_IN_FILE';
  readonly dagId: string;
  readonly file: string;

  constructor(dagId: string, file: string, defined: readonly string[]) {
    const found = defined.length === 0 ? 'no DAG' : defined.map((id) => `"${id}"`).join(', ');
    super(
      `DAG "${dagId}" is not in "${file}" when a worker loads it; it defines ${found}. ` +
        'Define the same DAGs on every load, whatever the environment, the time or the machine.',
    );
    this.dagId = dagId;
    this.file = file;
  }
}

/** The DAG exists, the task does not: the definition depends on where or when it is loaded. */
export class TaskNotInDagError extends TradewindError {
  readonly code = 'TASK_NOT_IN_DAG';
  readonly taskId: string;
  readonly dagId: string;

  constructor(taskId: string, dagId: string) {
    super(
      `Task "${taskId}" is not in DAG "${dagId}" when a worker loads it. ` +
        'Define the same tasks on every load, whatever the environment, the time or the machine.',
    );
    this.taskId = taskId;
    this.dagId = dagId;
  }
}

/** The result or a pushed value is larger than an XCom may be. A retry would not make it smaller. */
export class XComTooLargeError extends TradewindError {
  readonly code = 'XCOM_TOO_LARGE';
  readonly key: string;
  readonly bytes: number;
  readonly maxBytes: number;

  constructor(key: string, bytes: number, maxBytes: number) {
    const what = key === 'return_value' ? 'The result of the task' : `The XCom "${key}"`;
    super(
      `${what} is ${bytes} bytes, and at most ${maxBytes} are allowed. ` +
        'Write the data to a file, a table or an object store, and return where it is.',
    );
    this.key = key;
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }
}

/** The task ended its process. A child runs many attempts, so this is a mistake; it may be retried. */
export class ProcessExitCalledError extends TradewindError {
  readonly code = 'PROCESS_EXIT_CALLED';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(
      `The task called process.exit(${exitCode}), which ends the worker process. ` +
        'Return to succeed, throw an error to fail, or throw Skip to skip.',
    );
    this.exitCode = exitCode;
  }
}

/** The other side of the Execution API refused or failed. Carries its name, message and code. */
export class ExecutionApiError extends TradewindError {
  readonly code: string;

  constructor(name: string, message: string, code: string | null) {
    super(message);
    this.name = name;
    this.code = code ?? 'EXECUTION_API_FAILED';
  }
}
