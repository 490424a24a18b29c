/**
 * The DAG files that this child has loaded.
 *
 * A file is imported once per bundle version. A version lives in a folder of its own, so versions never share modules.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeLocation, DagId } from '@tradewind/model';
import { collectDags, type DagDefinition } from '@tradewind/sdk/runtime';
import { DagFileNotLoadableError, DagNotInFileError } from '../errors.ts';

type DagsById = Map<string, DagDefinition>;

export class DagFiles {
  /** By absolute path of the file. */
  readonly #loaded = new Map<string, DagsById>();
  /** By folder of the bundle version: a file that another one has imported before declares nothing when its turn comes. */
  readonly #declared = new Map<string, DagsById>();

  /** Whether `find` will answer at once. */
  has({ file }: CodeLocation, bundleDirectory: string): boolean {
    return this.#loaded.has(join(bundleDirectory, file));
  }

  /**
   * The DAG, at once when its file is loaded already.
   *
   * @throws {DagFileNotLoadableError} and from then on always for this file: Node remembers the failure of a module.
   * @throws {DagNotInFileError}
   */
  find(code: CodeLocation, bundleDirectory: string, dagId: DagId): DagDefinition | Promise<DagDefinition> {
    const path = join(bundleDirectory, code.file);
    const file = this.#loaded.get(path);
    if (file !== undefined) return this.#dagOf(file, bundleDirectory, dagId, code.file);
    return this.#load(path, bundleDirectory, code.file).then((dags) =>
      this.#dagOf(dags, bundleDirectory, dagId, code.file),
    );
  }

  async #load(path: string, bundleDirectory: string, name: string): Promise<DagsById> {
    const definitions = await collectDags(() => import(pathToFileURL(path).href)).catch((error: unknown) => {
      throw new DagFileNotLoadableError(name, error);
    });
    const dags: DagsById = new Map(definitions.map((definition) => [definition.dagId, definition]));
    this.#loaded.set(path, dags);
    this.#declared.set(bundleDirectory, new Map([...(this.#declared.get(bundleDirectory) ?? []), ...dags]));
    return dags;
  }

  #dagOf(dags: DagsById, bundleDirectory: string, dagId: DagId, name: string): DagDefinition {
    const dag = dags.get(dagId) ?? this.#declared.get(bundleDirectory)?.get(dagId);
    if (dag === undefined) throw new DagNotInFileError(dagId, name, [...dags.keys()]);
    return dag;
  }
}
