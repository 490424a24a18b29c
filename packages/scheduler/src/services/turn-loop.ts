/**
 * Has turns run for as long as somebody wants another one.
 *
 * Invariant: one turn runs at a time. Whoever wakes the loop meanwhile gets one more, however many they are.
 */
export class TurnLoop {
  readonly #turn: () => Promise<void>;
  #running: Promise<void> | undefined;
  #isWanted = false;
  #isEnded = false;
  /** True from when the scheduler is to stop: what is under way comes to its end, and nothing is begun. */
  isStopping = false;

  /** `turn` must not reject. */
  constructor(turn: () => Promise<void>) {
    this.#turn = turn;
  }

  /** Resolves when no turn is wanted any more. */
  get settled(): Promise<void> | undefined {
    return this.#running;
  }

  wake(): void {
    if (this.#isEnded) return;
    this.#isWanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#isWanted) this.wake();
    });
  }

  /** Takes back that another turn is wanted. */
  rest(): void {
    this.#isWanted = false;
  }

  /** Nothing wakes it any more. */
  end(): void {
    this.#isEnded = true;
  }

  async #run(): Promise<void> {
    // Whoever woke us may have more to say in this very tick.
    await Promise.resolve();
    while (this.#isWanted) {
      this.#isWanted = false;
      await this.#turn();
    }
  }
}
