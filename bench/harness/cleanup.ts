/**
 * What has to be undone when a scenario is over, however it ends: the last thing that was done comes first.
 *
 * A signal to this process undoes everything as well. It may come twice, since a terminal sends it to the whole group.
 */
export class Cleanup {
  readonly #steps: (() => unknown)[] = [];
  readonly #interrupt = (): void =>
    void this.run()
      .catch(console.error)
      .finally(() => process.exit(130));
  #running: Promise<void> | undefined;

  constructor() {
    process.on('SIGINT', this.#interrupt).on('SIGTERM', this.#interrupt);
  }

  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Every step is tried; then all failures are thrown together. Idempotent. */
  run(): Promise<void> {
    this.#running ??= this.#undo();
    return this.#running;
  }

  async #undo(): Promise<void> {
    const failures: unknown[] = [];
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    process.off('SIGINT', this.#interrupt).off('SIGTERM', this.#interrupt);
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be undone.');
  }
}
