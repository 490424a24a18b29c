/**
 * Does work that comes in pieces: one batch at a time, and what comes meanwhile is the next batch. So an idle system
 * works at once, and a busy one batches by itself.
 */
export class GatheringLoop<Piece> {
  readonly #work: (batch: readonly Piece[]) => Promise<void>;
  #waiting: Piece[] = [];
  #running: Promise<void> | null = null;

  /** `work` must not reject. */
  constructor(work: (batch: readonly Piece[]) => Promise<void>) {
    this.#work = work;
  }

  add(...pieces: readonly Piece[]): void {
    for (const piece of pieces) this.#waiting.push(piece);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits or is being done. */
  async idle(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever added this piece may have more in this very tick.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#work(this.#waiting.splice(0));
    this.#running = null;
  }
}
