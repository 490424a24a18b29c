/**
 * The files of a bundle version by path, with `/`. The SHA-256 of its canonical JSON is the version's name, so that
 * whoever receives it can check it.
 */
export interface BundleManifest {
  readonly [path: string]: {
    readonly sha256: string;
    /** In bytes. */
    readonly size: number;
    readonly executable?: true;
  };
}
