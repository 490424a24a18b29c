/**
 * Places the tasks of a graph in layers, from left to right, and orders each layer so that few edges cross.
 *
 * Terms: a *place* is a task, or a *bend* where the edges of one task pass through a layer on their way to a later one.
 * A task has at most one bend in a layer, shared by all of its edges.
 */

export interface GraphNode {
  readonly id: string;
  /** Direct upstream nodes. */
  readonly upstream: readonly string[];
}

export interface Place {
  readonly key: string;
  /** The task whose edges pass here; for a task, itself. */
  readonly id: string;
  readonly isBend: boolean;
  /** Places of the next layer that an edge leads to. */
  readonly targets: readonly string[];
}

const SWEEPS = 6;

/** The layers, each in its order from top to bottom. `nodes` come after all of their upstream nodes. */
export function layerGraph(nodes: readonly GraphNode[]): readonly (readonly Place[])[] {
  const layerOf = layersOf(nodes);
  const layers: Place[][] = Array.from({ length: 1 + Math.max(-1, ...layerOf.values()) }, () => []);
  const downstream = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { id, upstream } of nodes) for (const above of upstream) downstream.get(above)!.push(id);
  for (const { id } of nodes) {
    const from = layerOf.get(id)!;
    const last = Math.max(from, ...downstream.get(id)!.map((below) => layerOf.get(below)! - 1));
    for (let layer = from; layer <= last; layer += 1) {
      const direct = downstream.get(id)!.filter((below) => layerOf.get(below) === layer + 1);
      const targets = layer < last ? [...direct, bendKey(id, layer + 1)] : direct;
      layers[layer]!.push({ key: layer === from ? id : bendKey(id, layer), id, isBend: layer > from, targets });
    }
  }
  return orderLayers(layers.map((layer) => layer.toSorted((one, other) => Number(one.isBend) - Number(other.isBend))));
}

function bendKey(id: string, layer: number): string {
  return `${id}\u0000${layer}`;
}

/** The longest way from a root; a root itself stands right before the first of its downstream nodes. */
function layersOf(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const layerOf = new Map<string, number>();
  for (const { id, upstream } of nodes) {
    layerOf.set(id, Math.max(-1, ...upstream.map((above) => layerOf.get(above)!)) + 1);
  }
  for (const { id, upstream } of nodes) {
    if (upstream.length > 0) continue;
    const below = nodes.filter((node) => node.upstream.includes(id)).map((node) => layerOf.get(node.id)!);
    if (below.length > 0) layerOf.set(id, Math.min(...below) - 1);
  }
  return layerOf;
}

/** Sorts each layer by the mean position of its neighbours, back and forth, and keeps the best order seen. */
function orderLayers(layers: readonly Place[][]): readonly (readonly Place[])[] {
  const sources = sourcesOf(layers);
  let current: readonly (readonly Place[])[] = layers;
  let best = current;
  let fewest = countCrossings(current);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    current = sweep % 2 === 0 ? sweepRight(current, sources) : sweepLeft(current);
    const crossings = countCrossings(current);
    if (crossings < fewest) [best, fewest] = [current, crossings];
  }
  return best;
}

function sourcesOf(layers: readonly (readonly Place[])[]): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const place of layers.flat()) {
    for (const target of place.targets) sources.set(target, [...(sources.get(target) ?? []), place.key]);
  }
  return sources;
}

function sweepRight(
  layers: readonly (readonly Place[])[],
  sources: ReadonlyMap<string, readonly string[]>,
): readonly (readonly Place[])[] {
  const ordered: (readonly Place[])[] = [];
  for (const layer of layers)
    ordered.push(sortByMean(layer, ordered.at(-1) ?? [], (place) => sources.get(place.key) ?? []));
  return ordered;
}

function sweepLeft(layers: readonly (readonly Place[])[]): readonly (readonly Place[])[] {
  const ordered: (readonly Place[])[] = [];
  for (const layer of layers.toReversed())
    ordered.unshift(sortByMean(layer, ordered[0] ?? [], ({ targets }) => targets));
  return ordered;
}

/** A place without neighbours stays where it is. */
function sortByMean(
  layer: readonly Place[],
  beside: readonly Place[],
  neighboursOf: (place: Place) => readonly string[],
): readonly Place[] {
  const position = new Map(beside.map(({ key }, index) => [key, index]));
  const means = new Map(
    layer.map((place, index) => {
      const positions = neighboursOf(place).flatMap((key) => position.get(key) ?? []);
      const sum = positions.reduce((total, at) => total + at, 0);
      return [place.key, positions.length === 0 ? index : sum / positions.length];
    }),
  );
  return layer.toSorted((one, other) => means.get(one.key)! - means.get(other.key)!);
}

function countCrossings(layers: readonly (readonly Place[])[]): number {
  let crossings = 0;
  layers.forEach((layer, index) => {
    const position = new Map((layers[index + 1] ?? []).map(({ key }, at) => [key, at]));
    const edges = layer.flatMap(({ targets }, from) => targets.map((target) => [from, position.get(target)!] as const));
    for (const [from, to] of edges) {
      for (const [otherFrom, otherTo] of edges) if (from < otherFrom && to > otherTo) crossings += 1;
    }
  });
  return crossings;
}
