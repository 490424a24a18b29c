/**
 * Lines of the attempt that runs, on their way into its log, in the order in which they were written.
 *
 * Takes the place of `process.stdout` and `process.stderr`, and with them of `console`, so that what author code prints
 * stands between its `ctx.log` lines where it belongs. What arrives after an attempt ended belongs to that attempt
 * until the next one starts.
 */
import { Writable } from 'node:stream';
import type { AttemptId } from '@tradewind/model';
import type { LogLevel, LogLine } from '../logs/log-line.ts';
import type { Outbox } from './outbox.ts';

type PrintStream = 'stdout' | 'stderr';

/** A line without end is cut here. */
const MAX_LINE_LENGTH = 64 * 1024;
const LEVEL_OF: Readonly<Record<PrintStream, LogLevel>> = { stdout: 'info', stderr: 'error' };

export class AttemptOutput {
  readonly #outbox: Outbox;
  #attemptId: AttemptId | null = null;
  readonly #unfinished: Record<PrintStream, string> = { stdout: '', stderr: '' };
  #lines: { attemptId: AttemptId; message: object; lines: LogLine[] } | null = null;

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

  write(line: LogLine): void {
    if (this.#attemptId === null) return;
    const { newest } = this.#outbox;
    if (this.#lines !== null && this.#lines.message === newest && this.#lines.lines.length < 1000) {
      this.#lines.lines.push(line);
      return;
    }
    const lines = [line];
    const message = { kind: 'log', attemptId: this.#attemptId, lines } as const;
    this.#lines = { attemptId: this.#attemptId, message, lines };
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
