import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderWatch } from './watch-folders.ts';

let folder: string;
let watch: FolderWatch;
let changes: number;
let failures: string[];
let changed: PromiseWithResolvers<void>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-watch-'));
  changes = 0;
  failures = [];
  changed = Promise.withResolvers();
  watch = new FolderWatch({
    debounceMs: 20,
    maxDelayMs: 100,
    onChange: () => {
      changes += 1;
      changed.resolve();
      changed = Promise.withResolvers();
    },
    onFailure: (path) => failures.push(path),
  });
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true, force: true });
});

function identified(path: string): [string, string] {
  return [path, String(statSync(path).ino)];
}

test('a burst of changes is one change', async () => {
  watch.watch(new Map([identified(folder)]));
  const next = changed.promise;
  for (let index = 0; index < 50; index++) writeFileSync(join(folder, `${index}.ts`), 'x');
  await next;
  expect(changes).toBe(1);
});

test('it says when a folder is new to it, also one that was made again', () => {
  const inner = join(folder, 'inner');
  mkdirSync(inner);
  expect(watch.watch(new Map([[inner, '1']]))).toBe(true);
  expect(watch.watch(new Map([[inner, '1']]))).toBe(false);
  expect(watch.watch(new Map([[inner, '2']]))).toBe(true);
});

test('a folder that cannot be watched is reported once', () => {
  const gone = join(folder, 'gone');
  expect(watch.watch(new Map([[gone, '1']]))).toBe(false);
  watch.watch(new Map([[gone, '1']]));
  expect(failures).toEqual([gone]);
});
