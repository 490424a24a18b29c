/** What children print, on its way into the logs of the attempts that it belongs to. */

import type { LogLine } from '../logs/log-line.ts';
import type { AttemptLog } from './attempt-log.ts';
import type { Child } from './child.ts';
import type { RawStream } from './child-process.ts';
import type { HeldAttempt } from './held-attempt.ts';

export class ChildOutput {
  readonly #log: AttemptLog;

  constructor(log: AttemptLog) {
    this.#log = log;
  }

  /** Lines that the child knows to be of `owner`; null: of nobody any more. */
  receive(child: Child, owner: HeldAttempt | null, lines: readonly LogLine[]): void {
    if (owner !== null) this.#log.write(owner, lines);
    this.#slowDown(child);
  }

  /** Lines that came past the child's own streams: of native code, and of processes that the task started. */
  receiveRaw(child: Child, stream: RawStream, lines: readonly string[]): void {
    const level = stream === 'stdout' ? 'info' : 'error';
    for (const owned of child.rawOutput.assign(stream, lines, child.current)) {
      this.#log.say(owned.attempt, stream, level, owned.lines);
    }
    this.#slowDown(child);
  }

  /** A child that prints faster than its log can be written has to wait. */
  #slowDown(child: Child): void {
    if (!this.#log.isBehind) return;
    child.process.pause();
    void this.#log.caughtUp().then(() => child.process.resume());
  }
}
