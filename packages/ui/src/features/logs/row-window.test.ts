import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROW_HEIGHT, scrollTopOf, windowOf } from './row-window.ts';

test('a short log is placed as it is', () => {
  const { height, top, first, end, offset } = windowOf({ rows: 1000, viewport: 180, scrollTop: 900 });
  expect({ height, top, first, end, offset }).toEqual({ height: 18_000, top: 50, first: 38, end: 72, offset: 684 });
});

test('an empty log has no rows', () => {
  expect(windowOf({ rows: 0, viewport: 400, scrollTop: 0 })).toEqual({
    height: 0,
    top: 0,
    first: 0,
    end: 0,
    offset: 0,
  });
});

test('every row of a log of any length can be scrolled to', () => {
  const lengths = fc.integer({ min: 1, max: 50_000_000 });
  fc.assert(
    fc.property(lengths, fc.nat(), fc.integer({ min: 100, max: 2000 }), (rows, seed, viewport) => {
      const row = seed % rows;
      const scrollTop = scrollTopOf(row, viewport / 3, { rows, viewport });
      const { first, end, height, offset } = windowOf({ rows, viewport, scrollTop });
      expect(height).toBeLessThanOrEqual(15_000_000);
      expect(row).toBeGreaterThanOrEqual(first);
      expect(row).toBeLessThan(end);
      const place = offset + (row - first) * ROW_HEIGHT - scrollTop;
      expect(place).toBeGreaterThanOrEqual(-0.1);
      expect(place).toBeLessThanOrEqual(viewport - ROW_HEIGHT + 0.1);
    }),
  );
});
