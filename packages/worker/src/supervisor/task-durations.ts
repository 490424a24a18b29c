/**
 * How long tasks take, as far as this supervisor has seen. Decides what may be handed ahead, nothing else: a wrong
 * guess costs some milliseconds, since attempts can be taken back.
 */
import type { Workload } from '@tradewind/model';

/** Weight of the newest duration. */
const NEWEST = 0.25;
const MAX_REMEMBERED = 10_000;

export class TaskDurations {
  readonly #byTask = new Map<string, number>();
  readonly #byDag = new Map<string, number>();
  readonly #byFile = new Map<string, number>();
  #waitingShare = 0;

  /**
   * Milliseconds that an attempt of this task will take; if it is new, those of its DAG's tasks, else those of its file's
   * tasks. Infinite when all of them are new.
   */
  expectedMs({ taskId, run: { dagId }, code }: Workload): number {
    return (
      this.#byTask.get(keyOf(dagId, taskId)) ??
      this.#byDag.get(dagId) ??
      this.#byFile.get(code.file) ??
      Number.POSITIVE_INFINITY
    );
  }

  /** Which part of the attempts lately waited for something besides the processor. */
  get waitingShare(): number {
    return this.#waitingShare;
  }

  note({ taskId, run: { dagId }, code }: Workload, elapsedMs: number, hasWaited: boolean): void {
    remember(this.#byTask, keyOf(dagId, taskId), elapsedMs);
    remember(this.#byDag, dagId, elapsedMs);
    remember(this.#byFile, code.file, elapsedMs);
    this.#waitingShare += NEWEST * (Number(hasWaited) - this.#waitingShare);
  }
}

function keyOf(dagId: string, taskId: string): string {
  return `${dagId}\n${taskId}`;
}

function remember(durations: Map<string, number>, key: string, elapsedMs: number): void {
  const known = durations.get(key);
  if (known === undefined && durations.size >= MAX_REMEMBERED) {
    const [oldest] = durations.keys();
    durations.delete(oldest!);
  }
  durations.set(key, known === undefined ? elapsedMs : known + NEWEST * (elapsedMs - known));
}
