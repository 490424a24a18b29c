import fc from 'fast-check';
import { expect, test } from 'vitest';
import { didYouMean } from './suggestion.ts';

const tasks = ['extract', 'transform', 'load', 'report'];

test.each([
  ['extrac', ' Did you mean "extract"?'],
  ['Extract', ' Did you mean "extract"?'],
  ['tranfsorm', ' Did you mean "transform"?'],
  ['laod', ' Did you mean "load"?'],
  ['reports', ' Did you mean "report"?'],
  ['publish', ''],
  ['x', ''],
  ['', ''],
])('"%s" gives "%s"', (wrong, sentence) => {
  expect(didYouMean(wrong, tasks)).toBe(sentence);
});

test('the nearest of several wins', () => {
  expect(didYouMean('loader', ['load_er2', 'loaders', 'leader_x'])).toBe(' Did you mean "loaders"?');
});

test('one swap, drop or insertion in a name of three letters or more is always found', () => {
  const name = fc.string({ unit: fc.constantFrom(...'abcdefgh_'), minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(name, fc.nat(), (right, at) => {
      const i = at % (right.length - 1);
      const slips = [
        right.slice(0, i) + right[i + 1] + right[i] + right.slice(i + 2),
        right.slice(0, i) + right.slice(i + 1),
        `${right.slice(0, i)}z${right.slice(i)}`,
      ];
      for (const slip of slips) expect(didYouMean(slip, [right])).toBe(` Did you mean "${right}"?`);
    }),
  );
});
