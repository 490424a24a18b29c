import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderConfigReference } from './render-config-reference.ts';

const PAGE = new URL('../../../../docs/reference/configuration.md', import.meta.url);

test('docs/reference/configuration.md says what the table of options says', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(renderConfigReference());
});
