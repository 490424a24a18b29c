import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha1 } from './sha1.ts';

function hex(words: Uint32Array): string {
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

test('agrees with the published vectors', () => {
  expect(hex(sha1(''))).toBe('da39a3ee5e6b4b0d3255bfef95601890afd80709');
  expect(hex(sha1('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(hex(sha1('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'))).toBe(
    '84983e441c3bd26ebaae4aa1f95129e5e54670f1',
  );
});

test.each([54, 55, 56, 63, 64, 65, 119, 120, 1000])(
  'agrees with OpenSSL at %i bytes, around the block boundaries',
  (length) => {
    const text = 'x'.repeat(length);
    expect(hex(sha1(text))).toBe(createHash('sha1').update(text).digest('hex'));
  },
);

test('agrees with OpenSSL on any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(hex(sha1(text))).toBe(createHash('sha1').update(text, 'utf8').digest('hex'));
    }),
  );
});
