/**
 * Arrays as parameters of statements, in the binary format of PostgreSQL, so that neither side writes or parses text.
 *
 * `pg` sends a `Buffer` as it is and says that it is binary. A column of rows becomes one array; one that holds nothing
 * but nulls becomes null, which costs nothing at all.
 */
import { encodeJson } from './encode-json.ts';
import { Scratch } from './scratch.ts';

/** How the elements of an array are written. */
export interface ElementType<Value> {
  /** Of the type, from `pg_type`. */
  readonly oid: number;
  /** Writes one value at `at`; returns where it ends. */
  readonly write: (scratch: Scratch, value: Value, at: number) => number;
}

const MICROSECONDS_FROM_1970_TO_2000 = 946_684_800_000_000;
const JSONB_VERSION = '\u0001';

export const uuidElement: ElementType<string> = {
  oid: 2950,
  write: (scratch, value, at) => scratch.writeUuid(value, at),
};

export const integerElement: ElementType<number> = {
  oid: 23,
  write: (scratch, value, at) => scratch.writeInt32(value, at),
};

/** For whole numbers up to 2^53. */
export const bigintElement: ElementType<number> = {
  oid: 20,
  write: (scratch, value, at) => scratch.writeInt64(value, at),
};

export const doubleElement: ElementType<number> = {
  oid: 701,
  write: (scratch, value, at) => scratch.writeDouble(value, at),
};

/** Milliseconds since the epoch with fractions; microseconds are kept. */
export const instantElement: ElementType<number> = {
  oid: 1184,
  write: (scratch, value, at) => scratch.writeInt64(Math.round(value * 1000) - MICROSECONDS_FROM_1970_TO_2000, at),
};

/** Characters that no PostgreSQL text can hold become U+FFFD. */
export const textElement: ElementType<string> = {
  oid: 25,
  write: (scratch, value, at) =>
    // UTF-8 has no halves of surrogate pairs: U+FFFD is written for them anyway.
    scratch.writeText(value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value, at),
};

export const jsonElement: ElementType<object> = {
  oid: 3802,
  write: (scratch, value, at) => scratch.writeText(JSONB_VERSION + encodeJson(value), at),
};

const scratch = new Scratch();

const HAS_NULLS_AT = 4;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/** The values of one column of `rows`; null when there is none. */
export function encodeArray<Row, Value>(
  { oid, write }: ElementType<Value>,
  rows: readonly Row[],
  read: (row: Row) => Value | null | undefined,
): Buffer | null {
  let present = 0;
  let at = HEADER_BYTES;
  for (const row of rows) {
    const value = read(row);
    const from = at + LENGTH_BYTES;
    if (value === null || value === undefined) {
      at = scratch.writeInt32(NULL_LENGTH, at);
      continue;
    }
    present += 1;
    const to = write(scratch, value, from);
    scratch.writeInt32(to - from, at);
    at = to;
  }
  if (present === 0) return null;
  writeHeader(oid, rows.length);
  scratch.writeInt32(Number(present < rows.length), HAS_NULLS_AT);
  return scratch.copy(at);
}

/** One dimension, whose first index is 1. */
function writeHeader(oid: number, length: number): void {
  const dimensions = 1;
  const lowerBound = 1;
  scratch.writeInt32(dimensions, 0);
  scratch.writeInt32(oid, 8);
  scratch.writeInt32(length, 12);
  scratch.writeInt32(lowerBound, 16);
}
