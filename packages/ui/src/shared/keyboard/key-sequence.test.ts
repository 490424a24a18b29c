import { expect, test } from 'vitest';
import { KeySequence } from './key-sequence.ts';

const wanted = new Set(['g d', 'g r', 'j', 'd']);
const press = (sequence: KeySequence, keys: readonly string[], stepMs = 10) =>
  keys.map((key, index) => {
    const outcome = sequence.press({ key, at: index * stepMs }, wanted);
    return outcome.kind === 'done' ? outcome.keys : outcome.kind;
  });

test('keys one after another are one sequence', () => {
  expect(press(new KeySequence(), ['g', 'd', 'j', 'g', 'r'])).toEqual(['begun', 'g d', 'j', 'begun', 'g r']);
});

test('a key that does not go on with a sequence counts for itself', () => {
  expect(press(new KeySequence(), ['g', 'j', 'd'])).toEqual(['begun', 'j', 'd']);
  expect(press(new KeySequence(), ['g', 'x', 'd'])).toEqual(['begun', 'none', 'd']);
});

test('keys far apart are no sequence', () => {
  expect(press(new KeySequence(), ['g', 'd'], 5000)).toEqual(['begun', 'd']);
});
