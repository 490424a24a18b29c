import { expect, test } from 'vitest';
import { isConfidential, readAddress } from './address.ts';

test.each([
  ['https://Tradewind.Example', 'https://tradewind.example'],
  [' https://tradewind.example:443/ ', 'https://tradewind.example'],
  ['http://localhost:8080//', 'http://localhost:8080'],
  ['https://example.org/data/tradewind/?page=1#top', 'https://example.org/data/tradewind'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is the address %s', (text, address) => {
  expect(readAddress(text)).toBe(address);
});

test.each([
  '',
  'tradewind.example',
  'localhost:8080',
  '//tradewind.example',
  'file:///etc/passwd',
  'https://',
  'https://a:99999',
  'https://kim@a',
])('%j is no address', (text) => {
  expect(readAddress(text)).toBeNull();
});

test.each([
  ['https://tradewind.example', true],
  ['http://localhost:8080', true],
  ['http://127.0.0.1:8080', true],
  ['http://[::1]:8080', true],
  ['http://tradewind.example', false],
  ['http://10.0.0.5', false],
  ['http://127.0.0.1.example.org', false],
])('whether what is sent to %s stays between us is %s', (address, is) => {
  expect(isConfidential(address)).toBe(is);
});
