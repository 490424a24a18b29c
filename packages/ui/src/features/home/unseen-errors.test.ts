import { expect, test } from 'vitest';
import { unseenErrors } from './unseen-errors.ts';

const error = (fingerprint: string, last_seen: string | null) =>
  ({ fingerprint, last_seen }) as Parameters<typeof unseenErrors>[0][number];
const at = (minute: number) => `2026-01-01T00:0${minute}:00Z`;

test('what was seen is not told again until it happens again', () => {
  const errors = [error('a', at(1)), error('b', at(3)), error('c', at(1))];
  const seen = [
    { subject: 'a', changed_at: at(2) },
    { subject: 'b', changed_at: at(2) },
  ];
  expect(unseenErrors(errors, seen).map(({ fingerprint }) => fingerprint)).toEqual(['b', 'c']);
});

test('of several who have seen it the last one counts', () => {
  const seen = [
    { subject: 'a', changed_at: at(4) },
    { subject: 'a', changed_at: at(1) },
  ];
  expect(unseenErrors([error('a', at(3))], seen)).toEqual([]);
});

test('a failure of which no time is known is told', () => {
  expect(unseenErrors([error('a', null)], [])).toHaveLength(1);
});
