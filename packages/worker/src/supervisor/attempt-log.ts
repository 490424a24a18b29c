/**
 * Where lines go on their way into the log of an attempt. Every line of every attempt passes here, so this is the place
 * where secrets are masked: those that the attempt has fetched, and what `maskText` knows; in messages and in fields.
 */
import type { Json, JsonObject } from '@tradewind/model';
import type { LogLevel, LogLine, LogStream } from '../logs/log-line.ts';
import type { LogStore } from '../logs/log-store.ts';
import { type HeldAttempt, refOf } from './held-attempt.ts';
import type { SecretMask } from './secret-mask.ts';

export interface AttemptLogOptions {
  readonly store: LogStore;
  readonly maskText: (text: string) => string;
}

export class AttemptLog {
  readonly #store: LogStore;
  readonly #maskText: (text: string) => string;

  constructor({ store, maskText }: AttemptLogOptions) {
    this.#store = store;
    this.#maskText = maskText;
  }

  write({ workload, secrets }: HeldAttempt, lines: readonly LogLine[]): void {
    const own = secrets === null ? lines : lines.map((line) => withoutSecrets(line, secrets));
    this.#store.append(
      refOf(workload),
      own.map((line) => this.#mask(line)),
    );
  }

  /** Writes lines that the supervisor read or has to say itself. */
  say(attempt: HeldAttempt, stream: LogStream, level: LogLevel, messages: readonly string[]): void {
    const at = new Date().toISOString();
    this.write(
      attempt,
      messages.map((message) => ({ at, level, stream, message })),
    );
  }

  /** True when writers should wait for `caughtUp`. */
  get isBehind(): boolean {
    return this.#store.isBehind;
  }

  caughtUp(): Promise<void> {
    return this.#store.caughtUp();
  }

  #mask(line: LogLine): LogLine {
    const message = this.#maskText(line.message);
    return line.fields === undefined
      ? { ...line, message }
      : { ...line, message, fields: this.#maskFields(line.fields) };
  }

  #maskFields(fields: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, this.#maskJson(value)]));
  }

  #maskJson(value: Json): Json {
    if (typeof value === 'string') return this.#maskText(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.#maskJson(item));
    return typeof value === 'object' && value !== null ? this.#maskFields(value as JsonObject) : value;
  }
}

function withoutSecrets(line: LogLine, secrets: SecretMask): LogLine {
  const message = secrets.text(line.message);
  return line.fields === undefined ? { ...line, message } : { ...line, message, fields: secrets.fields(line.fields) };
}
