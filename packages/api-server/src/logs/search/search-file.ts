/** Searches a log file block by block. It never waits, so it belongs into a thread of its own. */
import { closeSync, openSync, readSync } from 'node:fs';
import { LINES_PER_OFFSET, type LogIndex } from '../log-index.ts';
import { type Block, literalFinder } from './find-literal.ts';
import { patternFinder } from './find-pattern.ts';
import { isLiteral, type LogMatch, type LogQuery } from './log-query.ts';

/** Offsets of the index that make a block: about four megabytes of an ordinary log. */
const OFFSETS_PER_BLOCK = 32;
/** Lines may be long: a block has no more than this, but always the lines of one offset. */
const MOST_BLOCK_BYTES = 16 * 1024 * 1024;

export interface FileSearch {
  readonly path: string;
  readonly index: Pick<LogIndex, 'offsets' | 'bytes' | 'lines'>;
  readonly query: LogQuery;
  /** The first line to look at. */
  readonly from: number;
  /** How many matches at most. */
  readonly limit: number;
}

export interface FoundInBlock {
  readonly matches: readonly LogMatch[];
  /** The line to go on with. */
  readonly next: number;
}

/** What is found, block by block; it ends with the block that holds match number `limit`, or with the log. */
export function* searchFile({ path, index, query, from, limit }: FileSearch): Generator<FoundInBlock, void, void> {
  const find = isLiteral(query) ? literalFinder(query) : patternFinder(query);
  const file = openSync(path, 'r');
  let left = limit;
  try {
    for (const block of blocksOf(file, index, from)) {
      const matches: LogMatch[] = [];
      for (const match of find(block)) {
        if (match.line < from) continue;
        matches.push(match);
        if (matches.length === left) break;
      }
      left -= matches.length;
      yield { matches, next: left === 0 ? matches.at(-1)!.line + 1 : block.endLine };
      if (left === 0) return;
    }
  } finally {
    closeSync(file);
  }
}

interface WholeBlock extends Block {
  /** The line after its last one. */
  readonly endLine: number;
}

function* blocksOf(
  file: number,
  { offsets, bytes, lines }: FileSearch['index'],
  from: number,
): Generator<WholeBlock, void, void> {
  const endOf = (offset: number): number => offsets[offset] ?? bytes;
  for (let first = Math.floor(from / LINES_PER_OFFSET); first < offsets.length; ) {
    let after = first + 1;
    const start = offsets[first]!;
    while (after < offsets.length && after - first < OFFSETS_PER_BLOCK && endOf(after + 1) - start <= MOST_BLOCK_BYTES)
      after += 1;
    const buffer = Buffer.allocUnsafe(endOf(after) - start);
    const read = readSync(file, buffer, 0, buffer.length, start);
    yield {
      bytes: buffer.subarray(0, read),
      firstLine: first * LINES_PER_OFFSET,
      endLine: Math.min(after * LINES_PER_OFFSET, lines),
    };
    first = after;
  }
}
