import { expect, test } from 'vitest';
import { findRelativeMentions } from './relative-mentions.ts';

test('every literal that is a relative path is a mention', () => {
  const text = `import a from './a.ts';\nconst b = () => import("../b.js");\nsqlFile(\`./c.sql\`);\nnew URL('./d', import.meta.url);`;
  expect(findRelativeMentions(text).map(({ path }) => path)).toEqual(['./a.ts', '../b.js', './c.sql', './d']);
});

test('a computed path counts as far as it is written', () => {
  expect(findRelativeMentions('read(`./sql/${table}.sql`)')).toEqual([{ path: './sql/', isPrefix: true }]);
});

test('other literals are no mentions', () => {
  expect(findRelativeMentions(`'tradewind'; '/etc/hosts'; 'a./b'; "…"; './'`)).toEqual([]);
});
