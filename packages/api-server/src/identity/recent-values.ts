/** Values that were worked out a moment ago, by key; those who ask at once share one answer. */
export class RecentValues<Value> {
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  readonly #values = new Map<string, { readonly value: Promise<Value>; readonly at: number }>();

  constructor(maxAgeMs: number, now: () => number) {
    this.#maxAgeMs = maxAgeMs;
    this.#now = now;
  }

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#values.get(key);
    if (known !== undefined && this.#now() - known.at < this.#maxAgeMs) return known.value;
    const made = { value: make(), at: this.#now() };
    this.#values.delete(key);
    this.#values.set(key, made);
    if (this.#values.size > MOST) this.#dropOldest();
    // A failure is told to those who wait, and not kept for those who come later.
    made.value.catch(() => {
      if (this.#values.get(key) === made) this.#values.delete(key);
    });
    return made.value;
  }

  clear(): void {
    this.#values.clear();
  }

  #dropOldest(): void {
    const [oldest] = this.#values.keys();
    if (oldest !== undefined) this.#values.delete(oldest);
  }
}

const MOST = 10_000;
