/** Whether the supervisor is to stop, and the wait for what has to be over before it has stopped. */
export class StopState {
  /** True from the call of `stop`: nothing is begun any more. */
  isStopping = false;
  #onChange: () => void = () => {};

  /** An attempt or a child is gone. */
  changed(): void {
    this.#onChange();
  }

  /** Resolves when `isTrue` holds, which is asked again at every change. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
    this.#onChange = () => {};
  }
}
