import type { DagVersionId } from '@tradewind/model';
import { type Queryable, readVersionCards, type VersionCard } from '@tradewind/store';

/** Cards kept at most; those asked for last stay. */
const MOST_KEPT = 20_000;

/** What answers say of versions of DAGs, kept in memory, since a version never changes. */
export class VersionShelf {
  readonly #cards = new Map<DagVersionId, VersionCard>();

  /** The cards of these versions; one that does not exist is absent. */
  async take(database: Queryable, versionIds: Iterable<DagVersionId>): Promise<ReadonlyMap<DagVersionId, VersionCard>> {
    const wanted = new Set(versionIds);
    const found = new Map<DagVersionId, VersionCard>();
    for (const id of wanted) {
      const card = this.#cards.get(id);
      if (card === undefined) continue;
      found.set(id, card);
      this.#keep(card);
    }
    const missing = [...wanted].filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    for (const card of await readVersionCards(database, missing)) {
      found.set(card.versionId, card);
      this.#keep(card);
    }
    return found;
  }

  #keep(card: VersionCard): void {
    this.#cards.delete(card.versionId);
    this.#cards.set(card.versionId, card);
    if (this.#cards.size > MOST_KEPT) this.#cards.delete(this.#cards.keys().next().value!);
  }
}
