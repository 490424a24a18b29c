/**
 * UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then 12 bits that count within a millisecond, then 62 random
 * bits. Sorted as text they are in the order in which they were made, so that they append to an index.
 */

export interface UuidV7Sources {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Fills `bytes` with randomness that nobody can predict. */
  readonly random: (bytes: Uint8Array) => void;
}

const BYTES_PER_ID = 10;
/** Randomness is drawn for this many ids at once, since each draw costs more than an id. */
const IDS_PER_DRAW = 256;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A maker of ids, each greater than the one before, whatever the clock does: when it stands still, jumps back, or
 * more than 2048 ids are made in a millisecond, the ids run ahead of it.
 */
export function createUuidV7({ now, random }: UuidV7Sources): () => string {
  const pool = new Uint8Array(BYTES_PER_ID * IDS_PER_DRAW);
  let used = pool.length;
  let lastMs = -1;
  let count = 0;
  return () => {
    if (used === pool.length) {
      random(pool);
      used = 0;
    }
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      count = firstCount(pool, used);
    } else if (++count > 0xfff) {
      lastMs += 1;
      count = firstCount(pool, used);
    }
    const id = formatUuidV7(lastMs, count, pool, used + 2);
    used += BYTES_PER_ID;
    return id;
  };
}

/** A random start in the lower half, so that there is room to count. */
function firstCount(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset]! & 0x07) << 8) | bytes[offset + 1]!;
}

/**
 * The text of one UUID.
 *
 * @param ms whole milliseconds since the epoch.
 * @param count 0 to 4095.
 * @param bytes holds eight random bytes at `offset`; two bits of them give way to the variant.
 */
function formatUuidV7(ms: number, count: number, bytes: Uint8Array, offset: number): string {
  const high = Math.floor(ms / 0x10000);
  return (
    HEX[(high >>> 24) & 0xff]! +
    HEX[(high >>> 16) & 0xff]! +
    HEX[(high >>> 8) & 0xff]! +
    HEX[high & 0xff]! +
    '-' +
    HEX[Math.floor(ms / 0x100) & 0xff]! +
    HEX[ms & 0xff]! +
    '-' +
    HEX[0x70 | (count >>> 8)]! +
    HEX[count & 0xff]! +
    '-' +
    HEX[0x80 | (bytes[offset]! & 0x3f)]! +
    HEX[bytes[offset + 1]!]! +
    '-' +
    HEX[bytes[offset + 2]!]! +
    HEX[bytes[offset + 3]!]! +
    HEX[bytes[offset + 4]!]! +
    HEX[bytes[offset + 5]!]! +
    HEX[bytes[offset + 6]!]! +
    HEX[bytes[offset + 7]!]!
  );
}
