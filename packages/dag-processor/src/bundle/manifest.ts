/**
 * What a bundle consists of: the path of every file, with the hash of its bytes. Its own hash is the name of the bundle
 * version, so that equal folders have equal names on every machine.
 */
import { createHash } from 'node:crypto';
import { type BundleVersionId, canonicalJson } from '@tradewind/model';

export interface ManifestEntry {
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  /** True when the file may be run as a program; otherwise absent. */
  readonly executable?: true;
}

/** By path relative to the bundle, with `/`, sorted. */
export type Manifest = { readonly [path: string]: ManifestEntry };

export function versionOf(manifest: Manifest): BundleVersionId {
  return sha256(canonicalJson(manifest as never)) as BundleVersionId;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
