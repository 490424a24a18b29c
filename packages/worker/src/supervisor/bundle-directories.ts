/** Where bundle versions are on this machine. Asked for once per version; a failure is not remembered. */
import type { BundleVersionId } from '@tradewind/model';
import type { BundleSource } from '../execution-api.ts';

export class BundleDirectories {
  readonly #source: BundleSource;
  readonly #known = new Map<BundleVersionId, string>();
  readonly #asked = new Map<BundleVersionId, Promise<string>>();

  constructor(source: BundleSource) {
    this.#source = source;
  }

  /** At once when it is known. */
  find(version: BundleVersionId): string | Promise<string> {
    return this.#known.get(version) ?? this.#asked.get(version) ?? this.#ask(version);
  }

  forget(version: BundleVersionId): void {
    this.#known.delete(version);
  }

  #ask(version: BundleVersionId): Promise<string> {
    // Not at once: even a source that throws is asked, and remembered as asked, before it is forgotten.
    const answer = Promise.resolve().then(() => this.#fetch(version));
    this.#asked.set(version, answer);
    return answer;
  }

  async #fetch(version: BundleVersionId): Promise<string> {
    try {
      const directory = await this.#source.bundleDirectory(version);
      this.#known.set(version, directory);
      return directory;
    } finally {
      this.#asked.delete(version);
    }
  }
}
