import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAX_TOKENS, TokenPipe } from './token-pipe.ts';

function openBothEnds(): readonly [TokenPipe, TokenPipe] {
  const folder = mkdtempSync(join(tmpdir(), 'tradewind-tokens-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const ends = [new TokenPipe(path), new TokenPipe(path)] as const;
  rmSync(folder, { recursive: true });
  onTestFinished(() => {
    for (const end of ends) end.close();
  });
  return ends;
}

test('a token is taken by one side only', () => {
  const [supervisor, child] = openBothEnds();
  supervisor.put([1, 2, 3]);
  expect(child.takeOne()).toBe(1);
  expect(supervisor.takeAll()).toEqual([2, 3]);
  expect(child.takeOne()).toBeNull();
  expect(supervisor.takeAll()).toEqual([]);
});

test('as many tokens as may be inside come back in order', () => {
  const [supervisor, child] = openBothEnds();
  const tokens = Array.from({ length: MAX_TOKENS }, (_, index) => 2 ** 32 - 1 - index);
  supervisor.put(tokens);
  expect(child.takeOne()).toBe(tokens[0]);
  expect(supervisor.takeAll()).toEqual(tokens.slice(1));
});
