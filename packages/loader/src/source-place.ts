import type { SourcePlace } from './errors.ts';

/** The place of the byte at `offset` of `text` in UTF-8, which is what stands in `file`. */
export function placeOf(file: string, text: string, offset: number): SourcePlace {
  const before = Buffer.from(text).subarray(0, offset).toString();
  return { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
