/** How long to wait before the next try: short at first, since most servers are back within a second. */
const FIRST_MS = 50;
const LONGEST_MS = 2000;

/**
 * @param failures tries in a row that failed, from 0 on.
 * @param random between 0 and 1; spreads workers that lost the same server.
 */
export function backOffMs(failures: number, random: number): number {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return longest * (0.5 + random / 2);
}
