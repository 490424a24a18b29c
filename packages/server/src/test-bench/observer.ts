import type { TaskId, TaskInstanceState } from '@tradewind/model';
import type { LogLine } from '@tradewind/worker';

/** What a test of a DAG tells while it runs. */
export interface TestObserver {
  taskChanged(change: {
    readonly taskId: TaskId;
    readonly mapIndex: number;
    readonly state: TaskInstanceState;
    readonly tryNumber: number;
  }): void;
  logged(line: LogLine & { readonly taskId: TaskId; readonly mapIndex: number }): void;
  /** The return value of a task, as plain data. */
  returned(result: { readonly taskId: TaskId; readonly mapIndex: number; readonly value: unknown }): void;
}
