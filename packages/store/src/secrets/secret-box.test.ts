import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretBox } from './secret-box.ts';

const box = secretBox(new Uint8Array(32).fill(7));

test('what was sealed opens again, in its place', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, place) => {
      expect(box.open(box.seal(plain, place), place)).toBe(Buffer.from(plain, 'utf8').toString('utf8'));
    }),
  );
});

test('the same text is sealed differently every time, and never contains it', () => {
  const sealed = [box.seal('hunter2', 'p'), box.seal('hunter2', 'p')];
  expect(new Set(sealed).size).toBe(2);
  expect(sealed.join()).not.toContain('hunter2');
});

test('a sealed text does not open in another place, with another key, or changed', () => {
  const sealed = box.seal('hunter2', 'variable:a');
  const other = secretBox(new Uint8Array(32).fill(8));
  const lastByte = Buffer.from(sealed.split(':')[2]!, 'base64url');
  lastByte[lastByte.length - 1]! ^= 1;
  const changed = `${sealed.slice(0, sealed.lastIndexOf(':') + 1)}${lastByte.toString('base64url')}`;
  expect(() => box.open(sealed, 'variable:b')).toThrow(/"b".* changed, or sealed for another place/);
  expect(() => other.open(sealed, 'variable:a')).toThrow(/sealed with another key/);
  expect(() => box.open(changed, 'variable:a')).toThrow(/was changed/);
  expect(() => box.open('hunter2', 'variable:a')).toThrow(/not a sealed text/);
});

test('older keys open, and only the first one seals', () => {
  const fresh = new Uint8Array(32).fill(9);
  const old = box.seal('hunter2', 'p');
  const both = secretBox(fresh, new Uint8Array(32).fill(7));
  expect(both.open(old, 'p')).toBe('hunter2');
  const sealed = both.seal('hunter2', 'p');
  expect([both.isCurrent(old), both.isCurrent(sealed), both.isCurrent('hunter2')]).toEqual([false, true, false]);
  expect(secretBox(fresh).open(sealed, 'p')).toBe('hunter2');
  expect(() => box.open(sealed, 'p')).toThrow(/sealed with another key/);
});
