/** JSON for parameters of statements. */

/** What PostgreSQL takes in no text: NUL, and halves of surrogate pairs. `JSON.stringify` writes both as escapes. */
const SUSPECT = /\\u(?:0000|d[89a-f])/;

/**
 * `value` as JSON that PostgreSQL can store. Characters that no PostgreSQL text can hold become U+FFFD, so that a task
 * cannot make a commit fail by what it says.
 */
export function encodeJson(value: unknown): string {
  const text = JSON.stringify(value);
  return SUSPECT.test(text) ? JSON.stringify(value, (_key, part: unknown) => storable(part)) : text;
}

function storable(part: unknown): unknown {
  if (typeof part === 'string') return storableText(part);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [storableText(key), value]));
}

function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
