/**
 * Gives every place of a layered graph its row, and every bundle of edges its way between two layers.
 *
 * Terms: a *net* is a set of places of one layer that lead to the same targets, drawn as one line that splits. Its *track*
 * is the column between the layers in which it goes up and down.
 *
 * Invariants
 * 1. A target stands in the row of a source only if an edge leads from the one to the other, so that a line that goes
 *    straight on never shows an edge that does not exist.
 * 2. Where another net joins such a straight line, it does so after the line has split: its track lies further right.
 * 3. Two nets on one track do not touch.
 */
import type { Place } from './layer-graph.ts';

export interface Net {
  readonly sourceRows: readonly number[];
  readonly targetRows: readonly number[];
  /** From 0; null for a line that goes straight on. */
  readonly track: number | null;
}

/** What lies between one layer and the next. */
export interface Channel {
  readonly nets: readonly Net[];
  readonly trackCount: number;
}

export interface RoutedGraph {
  /** By the key of a place; the first row is 0. */
  readonly rows: ReadonlyMap<string, number>;
  readonly rowCount: number;
  /** One less than there are layers. */
  readonly channels: readonly Channel[];
}

interface DraftNet {
  readonly id: number;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

export function routeEdges(layers: readonly (readonly Place[])[]): RoutedGraph {
  const rows = new Map<string, number>();
  const gaps = layers.slice(0, -1).map((layer) => netsOf(layer));
  const orders = gaps.map(() => new Precedence());
  layers.forEach((layer, index) => {
    placeLayer(layer, rows, index === 0 ? null : { nets: gaps[index - 1]!, order: orders[index - 1]! });
  });
  const first = Math.min(...rows.values());
  for (const [key, row] of rows) rows.set(key, row - first);
  return {
    rows,
    rowCount: rows.size === 0 ? 0 : Math.max(...rows.values()) + 1,
    channels: gaps.map((nets, index) => assignTracks(nets, orders[index]!, rows)),
  };
}

function netsOf(layer: readonly Place[]): readonly DraftNet[] {
  const byTargets = Map.groupBy(
    layer.filter(({ targets }) => targets.length > 0),
    ({ targets }) => [...targets].sort().join('\u0001'),
  );
  return [...byTargets.values()].map((places, id) => ({
    id,
    sources: places.map(({ key }) => key),
    targets: places[0]!.targets,
  }));
}

interface Before {
  readonly nets: readonly DraftNet[];
  readonly order: Precedence;
}

/** From top to bottom, each place as near to the middle of its sources as the ones above it and invariant 1 allow. */
function placeLayer(layer: readonly Place[], rows: Map<string, number>, before: Before | null): void {
  const wishes = spread(layer.map((place, index) => middleOfSources(place, rows, before) ?? index));
  let lowest = Number.NEGATIVE_INFINITY;
  layer.forEach((place, index) => {
    let row = Math.max(lowest + 1, wishes[index]!);
    while (before !== null && !mayStand(place, row, rows, before)) row += 1;
    rows.set(place.key, row);
    lowest = row;
  });
}

function middleOfSources({ key }: Place, rows: ReadonlyMap<string, number>, before: Before | null): number | null {
  const sources = (before?.nets ?? []).filter(({ targets }) => targets.includes(key)).flatMap((net) => net.sources);
  if (sources.length === 0) return null;
  return sources.reduce((sum, source) => sum + rows.get(source)!, 0) / sources.length;
}

/** Ascending whole rows, each its own, as near as possible to `wishes`: runs that are too dense spread around their mean. */
function spread(wishes: readonly number[]): readonly number[] {
  const runs: { start: number; size: number; sum: number }[] = [];
  wishes.forEach((wish, index) => {
    runs.push({ start: index, size: 1, sum: wish });
    for (;;) {
      const last = runs.at(-1)!;
      const previous = runs.at(-2);
      if (previous === undefined || firstRow(previous) + previous.size <= firstRow(last)) return;
      runs.splice(-2, 2, { start: previous.start, size: previous.size + last.size, sum: previous.sum + last.sum });
    }
  });
  return runs.flatMap((run) => Array.from({ length: run.size }, (_, index) => firstRow(run) + index));
}

function firstRow({ size, sum }: { readonly size: number; readonly sum: number }): number {
  // A half goes up, so that a main line stays above what branches off.
  return Math.ceil(sum / size - 0.5) - Math.floor((size - 1) / 2);
}

/** Invariants 1 and 2; a straight line through here is noted as coming before the nets that join it. */
function mayStand({ key }: Place, row: number, rows: ReadonlyMap<string, number>, { nets, order }: Before): boolean {
  const owner = nets.find(({ sources }) => sources.some((source) => rows.get(source) === row));
  if (owner === undefined) return true;
  if (!owner.targets.includes(key)) return false;
  const joining = nets.filter((net) => net !== owner && net.targets.includes(key));
  if (joining.some((net) => order.isBefore(net.id, owner.id))) return false;
  for (const net of joining) order.add(owner.id, net.id);
  return true;
}

/** Which net must have its track left of which. */
class Precedence {
  readonly #after = new Map<number, Set<number>>();

  add(first: number, second: number): void {
    const after = this.#after.get(first) ?? new Set();
    this.#after.set(first, after.add(second));
  }

  isBefore(first: number, second: number): boolean {
    const seen = new Set<number>();
    const open = [first];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const next of this.#after.get(at) ?? []) {
        if (next === second) return true;
        if (!seen.has(next)) open.push(next);
        seen.add(next);
      }
    }
    return false;
  }
}

function assignTracks(nets: readonly DraftNet[], order: Precedence, rows: ReadonlyMap<string, number>): Channel {
  const tracks: { from: number; to: number }[][] = [];
  const placed = new Map<number, number>();
  const open = [...nets];
  const routed: Net[] = [];
  while (open.length > 0) {
    const ready = open.findIndex((net) => !open.some((other) => other !== net && order.isBefore(other.id, net.id)));
    const net = open.splice(ready, 1)[0]!;
    const sourceRows = net.sources.map((key) => rows.get(key)!);
    const targetRows = net.targets.map((key) => rows.get(key)!);
    const span = { from: Math.min(...sourceRows, ...targetRows), to: Math.max(...sourceRows, ...targetRows) };
    if (span.from === span.to) {
      routed.push({ sourceRows, targetRows, track: null });
      continue;
    }
    const before = [...placed].filter(([id]) => order.isBefore(id, net.id)).map(([, track]) => track);
    let track = Math.max(-1, ...before) + 1;
    while (tracks[track]?.some(({ from, to }) => from <= span.to && span.from <= to) === true) track += 1;
    for (let at = tracks.length; at <= track; at += 1) tracks.push([]);
    tracks[track]!.push(span);
    placed.set(net.id, track);
    routed.push({ sourceRows, targetRows, track });
  }
  return { nets: routed, trackCount: tracks.length };
}
