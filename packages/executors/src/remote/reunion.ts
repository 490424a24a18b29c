/** The time after the start of a scheduler in which the workers of its earlier life come back. */
export class Reunion {
  readonly #durationMs: number;
  readonly #waiting = new Set<() => void>();
  #timer: NodeJS.Timeout | null = null;
  #isOver = false;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  begin(): void {
    this.#timer = setTimeout(() => this.end(), this.#durationMs);
  }

  /** Resolves when `isTrue`, or when the time is over. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!this.#isOver && !isTrue()) await new Promise<void>((resolve) => this.#waiting.add(resolve));
  }

  /** Something changed: whoever waits looks again. */
  look(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  end(): void {
    this.#isOver = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.look();
  }
}
