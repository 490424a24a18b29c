import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSyntaxFault } from './find-syntax-fault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradewind-loader-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultOf(name: string, text: string): unknown {
  const file = join(folder, name);
  writeFileSync(file, text);
  return findSyntaxFault(file);
}

test('JavaScript that is none has a place', () => {
  expect(faultOf('bad.js', 'const a = 1;\nconst b = ;\n')).toEqual({
    place: { file: join(folder, 'bad.js'), line: 2, column: 11 },
    message: 'Unexpected token',
  });
});

test('JavaScript of every kind has no fault', () => {
  expect(faultOf('module.js', 'export default await 1;')).toBeNull();
  expect(faultOf('script.cjs', 'return require("fs");')).toBeNull();
});
