import { describe, expect, test } from 'vitest';
import { IgnoreRules } from './ignore-rules.ts';

describe('built-in rules', () => {
  test.each([
    'node_modules/',
    'sales/node_modules/',
    '.git/',
    '.tradewind/',
    'a.test.ts',
    'sales/a.d.ts',
    '..data/',
    'a.ts~',
    'a.tsbuildinfo',
  ])('%s is left out', (path) => expect(IgnoreRules.builtIn.isIgnored(path)).toBe(true));

  test.each(['sales.ts', 'sales/load.sql', '.env', 'lib/', 'testing.ts', 'contest.ts'])(
    '%s is part of the bundle',
    (path) => expect(IgnoreRules.builtIn.isIgnored(path)).toBe(false),
  );
});

describe('ignore files', () => {
  test('a pattern holds in its folder and below, and not beside it', () => {
    const rules = IgnoreRules.builtIn.with('sales/', '*.csv\n/raw\n');
    expect(rules.isIgnored('sales/deep/a.csv')).toBe(true);
    expect(rules.isIgnored('sales/raw')).toBe(true);
    expect(rules.isIgnored('sales/deep/raw')).toBe(false);
  });

  test('a deeper folder decides over those above it', () => {
    const rules = IgnoreRules.builtIn.with('', '*.csv').with('sales/', '!keep.csv');
    expect(rules.isIgnored('sales/keep.csv')).toBe(false);
    expect(rules.isIgnored('sales/other.csv')).toBe(true);
  });

  test('a file that a built-in rule leaves out can be taken back in', () => {
    expect(IgnoreRules.builtIn.with('', '!load.test.ts').isIgnored('load.test.ts')).toBe(false);
  });

  test('installed packages cannot be taken in', () => {
    expect(IgnoreRules.builtIn.with('', '!node_modules').isIgnored('node_modules/')).toBe(true);
  });
});
