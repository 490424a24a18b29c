import { expect, test } from 'vitest';
import { renderConfigReference } from './render-config-reference.ts';

/** `npx vitest run render-config-reference -u` writes it. */
const PAGE = '../../../../docs/reference/configuration.md';

test('docs/reference/configuration.md says what the table of options says', async () => {
  await expect(renderConfigReference()).toMatchFileSnapshot(PAGE);
});
