import { expect, test } from 'vitest';
import { findMachineTraces } from './machine-traces.ts';

const machine = { root: '/data/ada/tradewind', home: '/people/ada', registries: ['https://packages.example.org/npm/'] };

test.each([
  ['the clone', 'see /data/ada/tradewind/docs', '/data/ada/tradewind/'],
  ['a neighbour of the clone', 'see /data/ada/notes.md', '/data/ada/'],
  ['the home', 'cp /people/ada/.npmrc .', '/people/ada/'],
  ['the registry', '"resolved": "https://packages.example.org/npm/pg"', 'packages.example.org'],
])('%s is a trace', (_, text, trace) => {
  expect(findMachineTraces('a.md', `\n${text}`, machine)).toContain(
    `a.md:2 contains "${trace}", which exists only where it was written.`,
  );
});

test('a clone in a folder that everybody has makes that folder no trace', () => {
  expect(findMachineTraces('a.md', 'logs go to /tmp/logs', { ...machine, root: '/tmp/clone' })).toEqual([]);
});
