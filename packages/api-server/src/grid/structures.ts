/** The rows of versions of DAGs. A version never changes, so those that were used last are kept. */
import type { DagVersionId } from '@tradewind/model';
import { type Database, type GridRowsRow, readGridRows } from '@tradewind/store';

const MOST_KEPT = 500;

export class Structures {
  readonly #database: Database;
  /** The one that was used last comes last. */
  readonly #kept = new Map<DagVersionId, GridRowsRow>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** The rows of these versions; a version that is gone has none. */
  async read(versions: readonly DagVersionId[]): Promise<ReadonlyMap<DagVersionId, GridRowsRow>> {
    const wanted = new Set(versions);
    const found = new Map<DagVersionId, GridRowsRow>();
    const missing: DagVersionId[] = [];
    for (const version of wanted) {
      const rows = this.#kept.get(version);
      if (rows === undefined) missing.push(version);
      else found.set(version, rows);
    }
    if (missing.length > 0) {
      for (const rows of await readGridRows(this.#database, missing)) found.set(rows.dagVersionId, rows);
    }
    for (const [version, rows] of found) this.#keep(version, rows);
    return found;
  }

  #keep(version: DagVersionId, rows: GridRowsRow): void {
    this.#kept.delete(version);
    this.#kept.set(version, rows);
    if (this.#kept.size <= MOST_KEPT) return;
    const [oldest] = this.#kept.keys();
    this.#kept.delete(oldest!);
  }
}
