import { expect, test } from 'vitest';
import { renderCommandReference } from './render-command-reference.ts';

/** `npx vitest run render-command-reference -u` writes it. */
const PAGE = '../../../../docs/reference/cli.md';

test('docs/reference/cli.md says what the table of commands says', async () => {
  await expect(await renderCommandReference()).toMatchFileSnapshot(PAGE);
});
