/**
 * The secrets that an attempt has fetched, which must not be seen in what is kept of it: its log, its rendered fields and
 * its errors. Its results stay as they are, since other tasks need them.
 */
import { HIDDEN, isSecretName, type Json, type JsonObject, type SerializedError } from '@tradewind/model';
import type { ConnectionFacts } from '@tradewind/sdk/runtime';

/** Shorter texts stand in too much that is no secret. */
const SHORTEST = 5;

export class SecretMask {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | null = null;

  /** Everything that is secret in a connection: its password, and what has a secret name in its extra. */
  addConnection({ password, extra }: ConnectionFacts): void {
    if (password !== null) this.add(password);
    this.#addNested(extra, false);
  }

  /** A variable whose key looks secret. */
  addVariable(key: string, value: string): void {
    if (isSecretName(key)) this.add(value);
  }

  /** In all forms in which it may be printed: as it is, line by line, in a URL, in JSON. */
  add(secret: string): void {
    for (const text of [
      secret,
      ...secret.split(/\r?\n/),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ]) {
      if (text.trim().length >= SHORTEST) this.#secrets.add(text);
    }
    this.#pattern = null;
  }

  readonly text = (text: string): string => {
    if (this.#secrets.size === 0) return text;
    this.#pattern ??= patternOf(this.#secrets);
    return text.replace(this.#pattern, HIDDEN);
  };

  /** The same data with every text masked, names of fields too. */
  fields(fields: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [this.text(name), this.#json(value)]));
  }

  error(error: SerializedError): SerializedError {
    const { message, stack, cause } = error;
    return {
      ...error,
      message: this.text(message),
      stack: stack === null ? null : this.text(stack),
      cause: cause === null ? null : this.error(cause),
    };
  }

  #json(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item: Json) => this.#json(item));
    return typeof value === 'object' && value !== null ? this.fields(value as JsonObject) : value;
  }

  #addNested(value: unknown, isSecret: boolean): void {
    if (typeof value === 'string' && isSecret) this.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, part] of Object.entries(value)) this.#addNested(part, isSecret || isSecretName(name));
  }
}

/** The longest first, so that a secret which holds another one is hidden whole. */
function patternOf(secrets: ReadonlySet<string>): RegExp {
  const longestFirst = [...secrets].sort((one, other) => other.length - one.length);
  return new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
