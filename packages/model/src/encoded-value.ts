/**
 * XCom values as JSON: what JSON lacks travels as an object with the single key `$type`, whose value is a list of the
 * type's name and what it is made of: `{"$type":["date","2026-01-01T00:00:00.000Z"]}`. An object of the author that
 * has a key `$type` itself is wrapped: `{"$type":["object",{"$type":"mine"}]}`.
 *
 * Carried without loss: everything JSON has, and undefined and holes inside arrays and objects, NaN, ±Infinity, -0,
 * bigint, Date, Map, Set, bytes (Uint8Array; a Buffer arrives as one), URL, RegExp, and of an Error its name, message,
 * stack, code, cause and errors. Class instances, functions, symbols, cycles and nesting deeper than 1,000 levels are
 * refused with the path at which they stand. Of an object only enumerable properties with text keys count, as in JSON.
 *
 * Values of plain JSON take a fast path: one look through the value beside `JSON.stringify`, and one through the text
 * beside `JSON.parse`.
 */
import { isPlainJson } from './tagged-json/is-plain-json.ts';
import { tagValue } from './tagged-json/tag-value.ts';
import { untagValue } from './tagged-json/untag-value.ts';
import { XComNotReadableError } from './xcom-errors.ts';

/** JSON text of an encoded value. Kept as text, so that most of its way nobody parses it. */
export type EncodedValue = string & { readonly __encodedValue: true };

/**
 * The text of `value`. How long it may be is the caller's business.
 *
 * @param name what the value is called in an error, such as `result` in `result.rows[3].callback is a function`.
 * @throws {XComNotSerializableError} if a part of the value cannot be carried.
 */
export function encodeValue(value: unknown, name = 'result'): EncodedValue {
  return JSON.stringify(isPlainJson(value) ? value : tagValue(value, name)) as EncodedValue;
}

/**
 * The value that `text` encodes, made anew.
 *
 * @throws {XComNotReadableError} if it is no text of `encodeValue`.
 */
export function decodeValue(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return text.includes('"$type"') ? untagValue(json) : json;
  } catch (cause) {
    throw new XComNotReadableError(cause);
  }
}
