/** Keys pressed one after another, such as `g d`: pure, so that a test can press them. */

export interface PressedKey {
  readonly key: string;
  /** Milliseconds; keys further apart are no sequence. */
  readonly at: number;
}

/** What a key did: it ended one of the wanted sequences, began or went on with one, or is none of ours. */
export type PressOutcome = { readonly kind: 'done'; readonly keys: string } | { readonly kind: 'begun' | 'none' };

const PAUSE_MS = 1200;

export class KeySequence {
  #begun = '';
  #at = -Infinity;

  /** `wanted` are the sequences that mean something at this moment. */
  press({ key, at }: PressedKey, wanted: ReadonlySet<string>): PressOutcome {
    const before = at - this.#at > PAUSE_MS ? '' : this.#begun;
    this.#at = at;
    for (const keys of before === '' ? [key] : [`${before} ${key}`, key]) {
      const outcome = this.#match(keys, wanted);
      if (outcome !== null) return outcome;
    }
    this.#begun = '';
    return { kind: 'none' };
  }

  #match(keys: string, wanted: ReadonlySet<string>): PressOutcome | null {
    if (wanted.has(keys)) {
      this.#begun = '';
      return { kind: 'done', keys };
    }
    if (![...wanted].some((one) => one.startsWith(`${keys} `))) return null;
    this.#begun = keys;
    return { kind: 'begun' };
  }
}
