/** A piece of memory that grows, to write numbers and texts into before it is known how many bytes they need. */

const FIRST_BYTES = 65_536;
const TWO_TO_32 = 4_294_967_296;
/** Up to here a loop over the characters is faster than asking for a conversion. */
const SHORT = 64;
const ASCII_END = 128;
const DASH = 45;

/** Big-endian. Each method returns where what it wrote ends; writing far beyond the last end leaves a gap of rubbish. */
export class Scratch {
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #view = new DataView(this.#bytes.buffer);

  writeInt32(value: number, at: number): number {
    this.#reserve(at + 4);
    this.#view.setInt32(at, value);
    return at + 4;
  }

  /** Exact for whole numbers up to 2^53. */
  writeInt64(value: number, at: number): number {
    this.#reserve(at + 8);
    const high = Math.floor(value / TWO_TO_32);
    this.#view.setInt32(at, high);
    this.#view.setUint32(at + 4, value - high * TWO_TO_32);
    return at + 8;
  }

  writeDouble(value: number, at: number): number {
    this.#reserve(at + 8);
    this.#view.setFloat64(at, value);
    return at + 8;
  }

  /** The 16 bytes of a UUID in its usual form. */
  writeUuid(value: string, at: number): number {
    this.#reserve(at + 16);
    let to = at;
    for (let index = 0; index < value.length; index += 2) {
      if (value.charCodeAt(index) === DASH) index += 1;
      this.#view.setUint8(to, (digit(value.charCodeAt(index)) << 4) | digit(value.charCodeAt(index + 1)));
      to += 1;
    }
    return to;
  }

  /** UTF-8. */
  writeText(text: string, at: number): number {
    if (text.length <= SHORT) {
      const to = this.#writeAscii(text, at);
      if (to !== null) return to;
    }
    this.#reserve(at + text.length * 3);
    return at + this.#bytes.write(text, at);
  }

  /** The first `bytes` bytes. */
  copy(bytes: number): Buffer {
    return Buffer.from(this.#bytes.subarray(0, bytes));
  }

  /** Null when there are other characters. */
  #writeAscii(text: string, at: number): number | null {
    this.#reserve(at + text.length);
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code >= ASCII_END) return null;
      this.#view.setUint8(at + index, code);
    }
    return at + text.length;
  }

  #reserve(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const before = this.#bytes;
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(bytes, before.length * 2));
    before.copy(this.#bytes);
    this.#view = new DataView(this.#bytes.buffer);
  }
}

/** The value of a hexadecimal digit, of either case. */
function digit(code: number): number {
  return code < 58 ? code - 48 : (code | 32) - 87;
}
