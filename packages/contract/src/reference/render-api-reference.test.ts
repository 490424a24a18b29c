import { expect, test } from 'vitest';
import { routes } from '../routes/index.ts';
import { renderApiReference } from './render-api-reference.ts';
import { sayType } from './say-type.ts';

/** `npx vitest run render-api-reference -u` writes it. */
const PAGE = '../../../../docs/reference/api.md';

test('docs/reference/api.md says what the routes say', async () => {
  await expect(renderApiReference(routes)).toMatchFileSnapshot(PAGE);
});

test.each([
  [{ type: 'string', format: 'date-time' }, 'instant'],
  [{ type: ['integer', 'null'] }, 'integer | null'],
  [{ type: ['string', 'null'], enum: ['a', null] }, '"a" | null'],
  [{ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } }, '(string | integer)[]'],
  [{ type: 'array', items: [{ type: 'string' }, { type: 'string' }] }, '[string, string]'],
  [{ type: 'object', properties: { a: { type: 'string' }, b: { const: 1 } }, required: ['a'] }, '{ a: string, b?: 1 }'],
  [{ type: 'object', additionalProperties: { type: 'boolean' } }, '{ [name]: boolean }'],
  [{}, 'any'],
])('%j is said as %s', (schema, text) => {
  expect(sayType(schema)).toBe(text);
});
