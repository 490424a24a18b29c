/** Answers that end only when somebody ends them: a server that closes asks all of them to. */
export class OpenStreams {
  readonly #onClose = new Set<() => Promise<void>>();

  /** Calls `end` when the server closes, before it waits for its connections. Returns what takes that back. */
  onClose(end: () => Promise<void>): () => void {
    this.#onClose.add(end);
    return () => this.#onClose.delete(end);
  }

  async close(): Promise<void> {
    const all = [...this.#onClose];
    this.#onClose.clear();
    await Promise.all(all.map((end) => end()));
  }
}
