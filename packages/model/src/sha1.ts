/**
 * SHA-1 of a text in UTF-8, as five 32-bit words, the most significant first.
 *
 * It spreads retries, as Airflow does with the same hash; it protects nothing. Written out because this package runs
 * where `node:crypto` is not, and Web Crypto is asynchronous.
 */
export function sha1(text: string): Uint32Array {
  const bytes = new TextEncoder().encode(text);
  const blocks = padded(bytes);
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Uint32Array(80);
  for (let offset = 0; offset < blocks.byteLength; offset += 64) {
    for (let i = 0; i < 16; i++) schedule[i] = blocks.getUint32(offset + 4 * i);
    absorbBlock(state, schedule);
  }
  return state;
}

/** The bytes, a one bit, zeros up to a multiple of 64 bytes, and the length in bits in the last eight of them. */
function padded(bytes: Uint8Array): DataView {
  const result = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  result.set(bytes);
  result[bytes.length] = 0x80;
  const view = new DataView(result.buffer);
  view.setBigUint64(result.length - 8, BigInt(bytes.length) * 8n);
  return view;
}

/** Extends the 16 words of a block in `schedule` to 80 and mixes them into `state`. */
function absorbBlock(state: Uint32Array, schedule: Uint32Array): void {
  for (let i = 16; i < 80; i++) {
    schedule[i] = rotateLeft(schedule[i - 3]! ^ schedule[i - 8]! ^ schedule[i - 14]! ^ schedule[i - 16]!, 1);
  }
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const next = (rotateLeft(a, 5) + mix(i, b, c, d) + e + schedule[i]!) >>> 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
  state[4]! += e;
}

/** The function of round `i` plus its constant. */
function mix(i: number, b: number, c: number, d: number): number {
  if (i < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (i < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (i < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
