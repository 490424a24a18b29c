import { expect, test } from 'vitest';
import { typescriptCandidates } from './typescript-candidates.ts';

test('the name that a file has after a build means its source first', () => {
  expect(typescriptCandidates('/a/orders.js')[0]).toBe('/a/orders.ts');
  expect(typescriptCandidates('/a/orders.mjs')[0]).toBe('/a/orders.mts');
  expect(typescriptCandidates('/a/orders.cjs')[0]).toBe('/a/orders.cts');
});

test('a name without ending means a file before it means a folder', () => {
  const candidates = typescriptCandidates('/a/orders');
  expect(candidates.indexOf('/a/orders.ts')).toBeLessThan(candidates.indexOf('/a/orders/index.ts'));
});

test('a dot in a name is not an ending', () => {
  expect(typescriptCandidates('/a/orders.v2')).toContain('/a/orders.v2.ts');
});

test('a name with a slash at its end means a folder only', () => {
  expect(typescriptCandidates('/a/orders/')[0]).toBe('/a/orders/index.ts');
});
