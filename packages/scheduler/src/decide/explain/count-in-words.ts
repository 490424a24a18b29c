/** A count with its noun or clause: `1 queued run goes`, `3 queued runs go`. */
export function countInWords(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
