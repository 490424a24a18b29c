/**
 * Marks in the raw streams 1 and 2, where the output of an attempt ends.
 *
 * What other processes print goes through a pipe of its own and may reach the supervisor after the message that the
 * attempt is finished. So an attempt that started a process ends its part of both pipes with a line that names it.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import type { AttemptId } from '@tradewind/model';
import { encodeOutputMark } from '../channel/output-mark.ts';

export class OutputMarks {
  #hasStartedProcess = false;

  constructor() {
    subscribe('child_process', () => {
      this.#hasStartedProcess = true;
    });
  }

  begin(): void {
    this.#hasStartedProcess = false;
  }

  /** Ends the attempt's part of the raw streams if that is needed; says whether it was. */
  end(attemptId: AttemptId): boolean {
    if (!this.#hasStartedProcess) return false;
    const mark = encodeOutputMark(attemptId);
    try {
      writeSync(1, mark);
      writeSync(2, mark);
      return true;
    } catch {
      // The task closed them, so nothing follows.
      return false;
    }
  }
}
