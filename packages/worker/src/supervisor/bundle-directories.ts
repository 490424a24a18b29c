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

  #ask(version: BundleVersionId): Promise<string> {
    const answer = this.#source.bundleDirectory(version).then((directory) => {
      this.#known.set(version, directory);
      return directory;
    });
    const asked = answer.finally(() => this.#asked.delete(version));
    this.#asked.set(version, asked);
    return asked;
  }
}
