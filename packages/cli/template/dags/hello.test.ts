import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDag } from 'tradewind/testing';
import { hello } from './hello.ts';

test('hello counts the letters of its greeting', async () => {
  const run = await runDag(hello, { logicalDate: '2026-03-01' });
  assert.equal(run.state, 'success');
  assert.equal(run.result, 'Hello, world!'.length);
});
