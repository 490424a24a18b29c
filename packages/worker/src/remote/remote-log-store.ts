/**
 * Logs of attempts that are kept by the server: lines gather here and go there in order, each part at its offset, so that
 * a part which is sent twice stands there once.
 *
 * Invariants
 * 1. Of one attempt one part is under way at a time.
 * 2. Memory is bounded: whoever prints while much is unsent has to wait, and while the server is away what comes then is
 *    lost and counted.
 */
import { appendLog } from '@tradewind/contract/execution';
import type { AttemptId } from '@tradewind/model';
import type { AttemptRef, LogLine } from '../logs/log-line.ts';
import type { LogPage, LogStore } from '../logs/log-store.ts';
import type { AttemptTokens } from './attempt-tokens.ts';
import { ExecutionRefusedError } from './errors.ts';
import type { ExecutionClient } from './execution-client.ts';

/** With more characters than this unsent, writers should wait. */
const BEHIND_AT = 16 * 1024 * 1024;
/** About so many characters go together. */
const PART = 512 * 1024;

export interface RemoteLogStoreOptions {
  readonly client: ExecutionClient;
  readonly tokens: AttemptTokens;
  /** Whether the server can be reached now, as far as one knows. */
  readonly isAway: () => boolean;
  readonly onLost: (lines: number) => void;
}

interface Upload {
  readonly attemptId: AttemptId;
  lines: string[];
  /** How much the server has. */
  offset: number;
  sending: Promise<void> | null;
  isOver: boolean;
}

export class RemoteLogStore implements LogStore {
  readonly #options: RemoteLogStoreOptions;
  readonly #uploads = new Map<string, Upload>();
  readonly #ofAttempt = new Map<AttemptId, Upload>();
  #size = 0;

  constructor(options: RemoteLogStoreOptions) {
    this.#options = options;
  }

  /** Lines of `ref` are of this attempt from here on. */
  begin(attemptId: AttemptId, ref: AttemptRef): void {
    const upload: Upload = { attemptId, lines: [], offset: 0, sending: null, isOver: false };
    this.#uploads.set(keyOf(ref), upload);
    this.#ofAttempt.set(attemptId, upload);
  }

  /** Resolves when everything of the attempt is sent, or after `timeoutMs`. */
  async sent(attemptId: AttemptId, timeoutMs: number): Promise<void> {
    const sending = this.#ofAttempt.get(attemptId)?.sending;
    if (sending == null) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([sending, late]);
    clearTimeout(timer);
  }

  isSending(attemptId: AttemptId): boolean {
    return this.#ofAttempt.get(attemptId)?.sending != null;
  }

  /** No more lines come; it is forgotten when what is here is sent. */
  end(attemptId: AttemptId): void {
    const upload = this.#ofAttempt.get(attemptId);
    if (upload === undefined) return;
    upload.isOver = true;
    if (upload.sending === null) this.#forget(upload);
  }

  get isBehind(): boolean {
    return this.#size > BEHIND_AT && !this.#options.isAway();
  }

  append(ref: AttemptRef, lines: readonly LogLine[]): void {
    const upload = this.#uploads.get(keyOf(ref));
    if (lines.length === 0) return;
    if (upload === undefined || this.#size > 2 * BEHIND_AT) return this.#options.onLost(lines.length);
    for (const { at, level, stream, message, fields } of lines) {
      const text = `${JSON.stringify({ at, level, stream, message, fields })}\n`;
      upload.lines.push(text);
      this.#size += text.length;
    }
    upload.sending ??= this.#send(upload);
  }

  async caughtUp(): Promise<void> {
    for (const { sending } of [...this.#ofAttempt.values()]) await sending;
  }

  async #send(upload: Upload): Promise<void> {
    // What is printed in one turn of the event loop goes together.
    await new Promise((resolve) => setImmediate(resolve));
    while (upload.lines.length > 0) {
      const part = takePart(upload.lines);
      try {
        upload.offset = await this.#sendPart(upload, part.join(''));
      } catch {
        this.#giveUp(upload, part);
      }
      for (const line of part) this.#size -= line.length;
    }
    upload.sending = null;
    if (upload.isOver) this.#forget(upload);
  }

  /** Returns how much the server has after it. */
  async #sendPart({ attemptId, offset }: Upload, text: string): Promise<number> {
    const { client, tokens } = this.#options;
    let at = offset;
    for (let tries = 0; ; tries += 1) {
      try {
        const call = { params: { task_instance_id: attemptId }, body: { offset: at, text } };
        return (await client.call(appendLog, call, tokens.of(attemptId))).value.size;
      } catch (error) {
        if (!(error instanceof ExecutionRefusedError) || error.status !== 409 || tries > 3) throw error;
        at = (JSON.parse(error.answer) as { readonly size: number }).size;
      }
    }
  }

  #giveUp(upload: Upload, part: readonly string[]): void {
    this.#options.onLost(part.length + upload.lines.length);
    for (const line of upload.lines) this.#size -= line.length;
    upload.lines = [];
  }

  #forget(upload: Upload): void {
    this.#ofAttempt.delete(upload.attemptId);
    this.#options.tokens.delete(upload.attemptId);
    for (const [key, one] of this.#uploads) if (one === upload) this.#uploads.delete(key);
  }

  /** Nobody reads where logs are only sent. */
  async read(): Promise<LogPage> {
    return { lines: [], next: 0, isEnd: true };
  }

  async *follow(): AsyncGenerator<LogPage, void, void> {}

  async delete(): Promise<void> {}
}

function takePart(lines: string[]): string[] {
  let size = 0;
  let count = 0;
  for (const { length } of lines) {
    size += length;
    count += 1;
    if (size >= PART) break;
  }
  return lines.splice(0, count);
}

function keyOf({ dagId, runId, taskId, mapIndex, tryNumber }: AttemptRef): string {
  return JSON.stringify([dagId, runId, taskId, mapIndex, tryNumber]);
}
