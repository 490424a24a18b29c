/** Lines that a link names: `L120`, `L120-L140`, counted from 1 as people do. */

export interface LineRange {
  /** Counted from 0. */
  readonly first: number;
  readonly last: number;
}

export function readLineRange(hash: string): LineRange | null {
  const [, from, to = from] = /^#?L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash) ?? [];
  if (from === undefined) return null;
  const [first, last] = [Number(from), Number(to)].sort((a, b) => a - b) as [number, number];
  return first === 0 ? null : { first: first - 1, last: last - 1 };
}

export function lineRangeHash({ first, last }: LineRange): string {
  return first === last ? `L${first + 1}` : `L${first + 1}-L${last + 1}`;
}
