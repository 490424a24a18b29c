import type { ImportFault } from '@tradewind/dag-processor';
import { type DagId, didYouMean, type SerializedDag, type TaskId, TradewindError } from '@tradewind/model';

/** The DAG that is to be tested is in no file of the DAG folder that loads. */
export class DagNotInFolderError extends TradewindError {
  readonly code = 'DAG_NOT_IN_FOLDER';

  constructor(
    dagId: DagId,
    folder: string,
    known: readonly DagId[],
    faults: readonly { readonly file: string; readonly fault: ImportFault }[],
  ) {
    const broken = faults.map(({ file, fault }) => `\n  ${file}: ${fault.message}`).join('');
    const hint = broken === '' ? 'Check its id, and the folder (core.dagsFolder).' : `Files that do not load:${broken}`;
    super(`No file in ${folder} declares DAG "${dagId}".${didYouMean(dagId, known)} ${hint}`);
  }
}

/** The task that is to be tested is not in its DAG. */
export class TaskNotInDagFileError extends TradewindError {
  readonly code = 'TASK_NOT_IN_DAG_FILE';

  constructor(taskId: TaskId, { dagId, tasks }: SerializedDag) {
    const known = tasks.map((task) => task.taskId);
    super(
      `DAG "${dagId}" has no task "${taskId}".${didYouMean(taskId, known)} It has: ${known.slice(0, 20).join(', ')}.`,
    );
  }
}
