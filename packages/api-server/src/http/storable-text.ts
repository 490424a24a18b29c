/** Texts that PostgreSQL takes: refused by field, before a query fails on them. */
import type { Ajv } from 'ajv';

const KEYWORD = 'isStorable';

/** Neither the character NUL nor a half of a pair of UTF-16. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Lets `ajv` read schemas of `withStorableTexts`. */
export function teachStorable(ajv: Ajv): void {
  ajv.addKeyword({
    keyword: KEYWORD,
    type: 'string',
    validate: (_: unknown, text: string) => isStorable(text),
    error: { message: 'should not hold the character NUL (\\u0000) or half a character, which cannot be stored' },
  });
}

/** The schema, where every text has to be storable. JSON that may be anything stays so. */
export function withStorableTexts<Schema>(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(withStorableTexts) as Schema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.entries(schema).map(([name, part]) => [name, withStorableTexts(part)]);
  const { type } = schema as { readonly type?: unknown };
  const isText = type === 'string' || (Array.isArray(type) && type.includes('string'));
  return Object.fromEntries(isText ? [...parts, [KEYWORD, true]] : parts) as Schema;
}
