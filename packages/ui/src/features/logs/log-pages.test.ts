import { expect, test } from 'vitest';
import { LogPages, PAGE_LINES } from './log-pages.ts';

/** A log in memory; `settled` resolves after everything that was asked for. */
function logOf(total: number) {
  const asked: (readonly [from: number, limit: number])[] = [];
  const problems: (Error | null)[] = [];
  const log = { total, asked, problems, mustFail: false };
  const reads: Promise<unknown>[] = [];
  const pages = new LogPages({
    read: (from, limit) => {
      asked.push([from, limit]);
      const lines = Array.from(
        { length: Math.max(0, Math.min(limit, log.total - from)) },
        (_, i) => `line ${from + i}`,
      );
      const read = log.mustFail ? Promise.reject(new Error('away')) : Promise.resolve(lines);
      reads.push(read.catch(() => undefined));
      return read;
    },
    onChange: (error) => problems.push(error),
  });
  const settled = async (): Promise<void> => {
    await Promise.all(reads);
    await Promise.resolve();
  };
  return { ...log, log, pages, settled };
}

test('pages around what is wanted are read once', async () => {
  const { pages, asked, settled } = logOf(5000);
  pages.want(990, 1020, 5000);
  pages.want(995, 1025, 5000);
  await settled();
  pages.want(990, 1020, 5000);
  expect(asked).toEqual([
    [0, PAGE_LINES],
    [1000, PAGE_LINES],
  ]);
  expect([pages.line(999), pages.line(1000), pages.line(2000)]).toEqual(['line 999', 'line 1000', undefined]);
});

test('the pages that were looked at longest ago are dropped', async () => {
  const { pages, asked, settled } = logOf(100_000);
  for (let page = 0; page < 60; page++) {
    pages.want(page * PAGE_LINES, page * PAGE_LINES, 100_000);
    await settled();
    pages.want(0, 0, 100_000);
  }
  expect(pages.line(0)).toBe('line 0');
  expect(pages.line(1000)).toBeUndefined();
  expect(pages.line(59_000)).toBe('line 59000');
  expect(asked).toHaveLength(60);
});

test('what could not be read is told, and read again when it is wanted again', async () => {
  const { log, pages, asked, problems, settled } = logOf(10);
  log.mustFail = true;
  pages.want(0, 9, 10);
  await settled();
  expect(problems[0]?.message).toBe('away');
  log.mustFail = false;
  pages.want(0, 9, 10);
  await settled();
  expect(asked).toHaveLength(2);
  expect(pages.line(9)).toBe('line 9');
});

test('a growing log gets its lines, and a hole is read', async () => {
  const { log, pages, asked, settled } = logOf(3);
  pages.want(0, 2, 3);
  await settled();
  pages.append(3, ['line 3']);
  expect(pages.line(3)).toBe('line 3');
  pages.append(6, ['line 6']);
  expect(pages.line(6)).toBeUndefined();
  log.total = 7;
  pages.want(0, 6, 7);
  await settled();
  expect(pages.line(6)).toBe('line 6');
  expect(asked).toHaveLength(2);
});

test('lines far from each other are read alone', async () => {
  const { pages, asked, settled } = logOf(1_000_000);
  pages.wantAlone([5, 7, 90, 500_000]);
  await settled();
  expect(asked).toEqual([
    [5, 86],
    [500_000, 1],
  ]);
  expect(pages.line(500_000)).toBe('line 500000');
});
