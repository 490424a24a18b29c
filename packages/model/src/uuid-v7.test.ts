import { randomFillSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUuidV7 } from './uuid-v7.ts';

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function random(bytes: Uint8Array): void {
  randomFillSync(bytes);
}

function instantOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

test('agrees with the example of RFC 9562', () => {
  const bits = [0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f];
  const next = createUuidV7({ now: () => 0x017f22e279b0, random: (bytes) => bytes.set(bits) });
  // The count starts with 11 random bits here, 0x4c3; the example has 12, 0xcc3.
  expect(next()).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f');
});

test('carries its millisecond, version and variant for every instant', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      fc.double({ min: 0, max: 0.99, noNaN: true }),
      (ms, fraction) => {
        const id = createUuidV7({ now: () => (ms > 2 ** 42 ? ms : ms + fraction), random })();
        expect(id).toMatch(PATTERN);
        expect(instantOf(id)).toBe(ms);
      },
    ),
  );
});

test('grows within a millisecond, across many ids and clocks that jump', () => {
  let now = 1_800_000_000_000;
  const next = createUuidV7({ now: () => now, random });
  let last = '';
  for (let i = 0; i < 50_000; i++) {
    if (i === 20_000) now -= 60_000;
    if (i === 40_000) now += 120_000;
    const id = next();
    if (id <= last) expect.unreachable(`${id} is not after ${last}`);
    last = id;
  }
  expect(instantOf(last)).toBeGreaterThanOrEqual(now);
});

test('two makers with the same clock do not collide', () => {
  const now = (): number => 1_800_000_000_000;
  const makers = [createUuidV7({ now, random }), createUuidV7({ now, random })];
  const ids = makers.flatMap((next) => Array.from({ length: 5000 }, next));
  expect(new Set(ids).size).toBe(10_000);
});
