/**
 * XCom values as JSON: what JSON lacks travels as an object with the single key `$type`-tag.
 *
 * Carried without loss: everything JSON has, and undefined inside arrays and objects, NaN, ±Infinity, -0, bigint,
 * Date, Map, Set, bytes (Uint8Array and Buffer), URL, RegExp, Error. Class instances, functions, symbols and cycles
 * are refused with the path at which they stand.
 */

/** JSON text of an encoded value. Kept as text, so that most of its way nobody parses it. */
export type EncodedValue = string & { readonly __encodedValue: true };
