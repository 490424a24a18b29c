/**
 * For every node of a graph, the sum of the weights of all nodes that can be reached from it, each counted once.
 *
 * Nodes are renumbered by their place in an order in which everything reachable comes first, so that place p reaches
 * only places below p. The sets of reached places are bitsets, built for `BLOCK` places at a time: memory stays linear,
 * and a row needs no work for the blocks above it. Cost: nodes × edges / 64 word operations, and nodes² / 16 look-ups.
 */
const BLOCK = 1024;
const WORDS = BLOCK / 32;

/** The edges of a graph by place: those of place p are `targets[starts[p]]` up to, not including, `targets[starts[p + 1]]`. */
interface PlacedEdges {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
}

/**
 * @param next for every node the nodes that are one step away.
 * @param order all nodes, each after all of its `next`.
 * @returns the sum for every node, without its own weight. Exact below 2^53.
 */
export function transitiveSums(next: readonly Int32Array[], order: Int32Array, weights: Int32Array): Float64Array {
  const edges = placeEdges(next, order);
  const placedWeights = Int32Array.from(order, (node) => weights[node]!);
  const sums = new Float64Array(next.length);
  const rows = new Int32Array(order.length * WORDS);
  for (let start = 0; start < order.length; start += BLOCK) {
    const byteSums = sumsOfBytes(placedWeights.subarray(start, start + BLOCK));
    for (let place = start; place < order.length; place++) {
      reachFrom(place, edges, rows, start);
      sums[order[place]!]! += sumOfRow(rows, place * WORDS, byteSums);
    }
  }
  return sums;
}

function placeEdges(next: readonly Int32Array[], order: Int32Array): PlacedEdges {
  const placeOf = new Int32Array(order.length);
  for (const [place, node] of order.entries()) placeOf[node] = place;
  const starts = new Int32Array(order.length + 1);
  for (const [place, node] of order.entries()) starts[place + 1] = starts[place]! + next[node]!.length;
  const targets = new Int32Array(starts[order.length]!);
  for (const [place, node] of order.entries())
    targets.set(
      next[node]!.map((target) => placeOf[target]!),
      starts[place]!,
    );
  return { starts, targets };
}

/** Sets the row of `place` to what it reaches in the block that begins at `start`. */
function reachFrom(place: number, { starts, targets }: PlacedEdges, rows: Int32Array, start: number): void {
  const row = place * WORDS;
  for (let word = row; word < row + WORDS; word++) rows[word] = 0;
  const end = starts[place + 1]!;
  for (let edge = starts[place]!; edge < end; edge++) {
    const target = targets[edge]!;
    if (target < start) continue;
    const other = target * WORDS;
    for (let word = 0; word < WORDS; word++) rows[row + word]! |= rows[other + word]!;
    const column = target - start;
    if (column < BLOCK) rows[row + (column >> 5)]! |= 1 << (column & 31);
  }
}

function sumOfRow(rows: Int32Array, row: number, byteSums: Float64Array): number {
  let sum = 0;
  for (let word = 0; word < WORDS; word++) {
    const bits = rows[row + word]!;
    if (bits === 0) continue;
    const table = word << 10;
    sum +=
      byteSums[table | (bits & 0xff)]! +
      byteSums[table | 0x100 | ((bits >>> 8) & 0xff)]! +
      byteSums[table | 0x200 | ((bits >>> 16) & 0xff)]! +
      byteSums[table | 0x300 | (bits >>> 24)]!;
  }
  return sum;
}

/** For every byte of a row, the lowest first, and each of its 256 values: the sum of the weights whose bits are set. */
function sumsOfBytes(weights: Int32Array): Float64Array {
  // As many as there are words with nodes: a small DAG must not cost what a block does.
  const sums = new Float64Array(Math.ceil(weights.length / 32) * 4 * 256);
  for (let byte = 0; byte * 8 < weights.length; byte++) {
    for (let value = 1; value < 256; value++) {
      const lowest = 31 - Math.clz32(value & -value);
      sums[(byte << 8) | value] = sums[(byte << 8) | (value & (value - 1))]! + (weights[byte * 8 + lowest] ?? 0);
    }
  }
  return sums;
}
