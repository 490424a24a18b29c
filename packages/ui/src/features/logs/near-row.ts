/** The place of a line among sorted ones: of itself, or of the first one after it. */
export function placeOf(line: number, sorted: readonly number[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next one after `line`, or the one before it; around the end of the list. Null: there is none. */
export function stepFrom(line: number, sorted: readonly number[], step: 1 | -1): number | null {
  if (sorted.length === 0) return null;
  const place = placeOf(line, sorted);
  const at = step === 1 ? place + (sorted[place] === line ? 1 : 0) : place - 1;
  return sorted[(at + sorted.length) % sorted.length]!;
}
