/**
 * Lines of the attempt that runs, on their way into its log, in the order in which they were written.
 *
 * Takes the place of `process.stdout` and `process.stderr`, and with them of `console`, so that what author code prints
 * stands between its `ctx.log` lines where it belongs.
 */
import { Writable } from 'node:stream';
import type { AttemptId } from '@tradewind/model';
import type { LogLevel, LogLine } from '../logs/log-line.ts';
import { currentAttempt } from './current-attempt.ts';
import type { Outbox } from './outbox.ts';

type PrintStream = 'stdout' | 'stderr';

/** A line without end is cut here. */
const MAX_LINE_LENGTH = 64 * 1024;
const MAX_LINES_PER_MESSAGE = 1000;
const LEVEL_OF: Readonly<Record<PrintStream, LogLevel>> = { stdout: 'info', stderr: 'error' };

export class AttemptOutput {
  readonly #outbox: Outbox;
  #attemptId: AttemptId | null = null;
  readonly #unfinished: Record<PrintStream, string> = { stdout: '', stderr: '' };
  /** The message that carries the newest lines; more are added while it is not written yet. */
  #newest: { readonly attemptId: AttemptId; readonly message: object; readonly lines: LogLine[] } | null = null;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Replaces the standard streams of this process. */
  capture(target: NodeJS.Process): void {
    for (const [fd, stream] of [
      [1, 'stdout'],
      [2, 'stderr'],
    ] as const) {
      const writable = new Writable({
        decodeStrings: false,
        write: (chunk: string | Buffer, _encoding, done) => {
          this.#print(stream, chunk);
          done();
        },
      });
      Object.defineProperty(writable, 'fd', { value: fd });
      Object.defineProperty(target, stream, { value: writable, configurable: true });
    }
  }

  begin(attemptId: AttemptId): void {
    this.#attemptId = attemptId;
  }

  /** Writes unfinished lines as they are. */
  end(): void {
    this.#finishLine('stdout');
    this.#finishLine('stderr');
  }

  /** Writes a line into the log of an attempt: the one that the calling code belongs to, else the one that runs. */
  write(line: LogLine, attemptId: AttemptId | null = currentAttempt() ?? this.#attemptId): void {
    if (attemptId === null) return;
    const newest = this.#newest;
    const canJoin = newest?.attemptId === attemptId && newest.message === this.#outbox.newest;
    if (canJoin && newest.lines.length < MAX_LINES_PER_MESSAGE) {
      newest.lines.push(line);
      return;
    }
    const lines = [line];
    const message = { kind: 'log', attemptId, lines } as const;
    this.#newest = { attemptId, message, lines };
    this.#outbox.post(message);
  }

  #print(stream: PrintStream, chunk: string | Buffer): void {
    const text = this.#unfinished[stream] + (typeof chunk === 'string' ? chunk : chunk.toString('utf8'));
    const lines = text.split('\n');
    this.#unfinished[stream] = lines.pop() ?? '';
    for (const line of lines) this.#writePrinted(stream, line);
    if (this.#unfinished[stream].length > MAX_LINE_LENGTH) this.#finishLine(stream);
  }

  #finishLine(stream: PrintStream): void {
    const rest = this.#unfinished[stream];
    if (rest === '') return;
    this.#unfinished[stream] = '';
    this.#writePrinted(stream, rest);
  }

  #writePrinted(stream: PrintStream, message: string): void {
    this.write({ at: new Date().toISOString(), level: LEVEL_OF[stream], stream, message });
  }
}
