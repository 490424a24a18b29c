/**
 * Whose lines are those that come through the raw streams 1 and 2 of a child?
 *
 * Normally of the attempt that runs. An attempt that started processes ends its part with a mark; until the mark has
 * come, lines are its own even if it is finished.
 */
import type { AttemptId } from '@tradewind/model';
import { readOutputMark } from '../channel/output-mark.ts';
import type { RawStream } from './child-process.ts';
import type { HeldAttempt } from './held-attempt.ts';

export interface OwnedLines {
  readonly attempt: HeldAttempt;
  readonly lines: string[];
}

export class RawOutput {
  /** Finished attempts whose mark is still to come. */
  readonly #owners: Record<RawStream, HeldAttempt[]> = { stdout: [], stderr: [] };
  /** Marks that came before the message that their attempt is finished. */
  readonly #early: Record<RawStream, Set<AttemptId>> = { stdout: new Set(), stderr: new Set() };

  /** The attempt is finished, and its mark comes on both streams. */
  expectMarks(attempt: HeldAttempt): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (!this.#early[stream].delete(attempt.attemptId)) this.#owners[stream].push(attempt);
    }
  }

  /** Gives lines to their attempts; `current` runs or ran last. Lines of nobody are dropped. */
  assign(stream: RawStream, lines: readonly string[], current: HeldAttempt | null): OwnedLines[] {
    const owned: OwnedLines[] = [];
    for (const line of lines) {
      const mark = readOutputMark(line);
      const text = mark === null ? line : mark.before;
      const attempt = this.#owners[stream][0] ?? current;
      if (attempt !== null && (mark === null || text !== '')) addLine(owned, attempt, text);
      if (mark !== null) this.#passMark(stream, mark.attemptId);
    }
    return owned;
  }

  #passMark(stream: RawStream, attemptId: AttemptId): void {
    if (this.#owners[stream][0]?.attemptId === attemptId) this.#owners[stream].shift();
    else this.#early[stream].add(attemptId);
  }
}

function addLine(owned: OwnedLines[], attempt: HeldAttempt, line: string): void {
  const last = owned[owned.length - 1];
  if (last?.attempt === attempt) last.lines.push(line);
  else owned.push({ attempt, lines: [line] });
}
