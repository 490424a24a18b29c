/** What the processor remembers of the files that it loaded, so that only what changed is loaded again. */
import type { DagId } from '@tradewind/model';
import type { BundleState } from './bundle/bundle.ts';
import type { Changes, Conflict, FileOutcome } from './decide/decide-changes.ts';
import { fingerprintOf } from './decide/fingerprint.ts';

interface KnownFile {
  readonly fingerprint: string;
  /** The modules that it imported. */
  readonly imported: readonly string[];
  /** Null when it failed. */
  readonly declared: ReadonlySet<DagId> | null;
  readonly conflicts: readonly Conflict[];
}

export class KnownFiles {
  readonly #files = new Map<string, KnownFile>();

  /** The DAGs that the file declares; null when it is unknown or failed. */
  declaredBy(file: string): ReadonlySet<DagId> | null {
    return this.#files.get(file)?.declared ?? null;
  }

  /** Whether the last load of the file left an import error. */
  hasFailed(file: string): boolean {
    const known = this.#files.get(file);
    return known !== undefined && (known.declared === null || known.conflicts.length > 0);
  }

  /** DAG files that are new, or that depend on something that changed. */
  findChanged(bundle: BundleState): readonly string[] {
    return [...bundle.dagFiles].filter((file) => {
      const known = this.#files.get(file);
      return known === undefined || known.fingerprint !== stampOf(bundle, file, known.imported);
    });
  }

  /** Files that were known and are no DAG files any more. */
  findRemoved(bundle: BundleState): readonly string[] {
    return [...this.#files.keys()].filter((file) => !bundle.dagFiles.has(file));
  }

  /** Files that wanted a DAG of another file, which that one has let go meanwhile. */
  findFreed(): readonly string[] {
    return [...this.#files]
      .filter(([, { conflicts }]) => conflicts.some((one) => this.#isFree(one)))
      .map(([file]) => file);
  }

  /** Files that want a DAG of another bundle, of which this one hears nothing. */
  findBlockedByOthers(): readonly string[] {
    return [...this.#files]
      .filter(([, { conflicts }]) => conflicts.some(({ owner }) => owner === null))
      .map(([file]) => file);
  }

  /** Every file, with the DAGs that are in force from it. */
  *inForce(): Iterable<readonly [file: string, dagIds: readonly DagId[]]> {
    for (const [file, { declared, conflicts }] of this.#files) {
      const lost = new Set(conflicts.map(({ dagId }) => dagId));
      yield [file, [...(declared ?? [])].filter((dagId) => !lost.has(dagId))];
    }
  }

  /** Takes over what was recorded. `imported` is by file. */
  learn(
    bundle: BundleState,
    outcomes: readonly FileOutcome[],
    imported: ReadonlyMap<string, readonly string[]>,
    changes: Changes,
  ): void {
    for (const outcome of outcomes) {
      const { file } = outcome;
      if (outcome.kind === 'removed') {
        this.#files.delete(file);
        continue;
      }
      const modules = imported.get(file) ?? [];
      this.#files.set(file, {
        fingerprint: stampOf(bundle, file, modules),
        imported: modules,
        declared: outcome.kind === 'loaded' ? new Set(outcome.dags.map(({ dagId }) => dagId)) : null,
        conflicts: changes.conflicts.filter((conflict) => conflict.file === file),
      });
    }
  }

  #isFree({ owner, dagId }: Conflict): boolean {
    if (owner === null) return false;
    const known = this.#files.get(owner);
    return known === undefined || (known.declared !== null && !known.declared.has(dagId));
  }
}

function stampOf(bundle: BundleState, file: string, imported: readonly string[]): string {
  return `${bundle.environment}\n${fingerprintOf(bundle, file, imported)}`;
}
