import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('settings come back as they were stored', () => {
  const stored = { language: 'de', timeZone: 'Asia/Kolkata', theme: 'dark' };
  expect(readSettings(stored)).toEqual(stored);
});

test('what this version does not know is left out', () => {
  expect(readSettings({ language: 'toString', timeZone: 'Moon/Base', theme: 7, density: 'compact' })).toEqual({});
});
