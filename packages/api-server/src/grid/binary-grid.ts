import type { GridPage } from './read-grid.ts';

/** The length of the JSON in 32 bits, little endian; the JSON; the cells, run by run. */
export function binaryGrid({ head, columns }: GridPage): Buffer {
  const json = Buffer.from(JSON.stringify({ ...head, runs: columns.map((column) => column.head) }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([length, json, ...columns.map(({ cells }) => cells)]);
}
