import { expect, test } from 'vitest';
import { isRoom, type Room, rooms } from '../architecture/rooms.ts';
import { listRepositoryFiles, readRepositoryFile } from '../repository-files.ts';

const rows = new Map(
  [...readRepositoryFile('ARCHITECTURE.md').matchAll(/^\| \[`([\w-]+)`\].*\|([^|]*)\|$/gm)].map(
    ([, room = '', imports = '']) => [room, imports.trim()],
  ),
);

test('ARCHITECTURE.md has a row for every room that exists, and no other', () => {
  const existing = listRepositoryFiles().flatMap((path) => /^packages\/([^/]+)\/package\.json$/.exec(path)?.[1] ?? []);
  expect([...rows.keys()].toSorted()).toEqual(existing.filter(isRoom).toSorted());
});

test.each([...rows.keys()].filter((room) => room !== 'server'))('its row of %s has the arrows that exist', (room) => {
  expect(rows.get(room)).toBe(rooms[room as Room].join(', '));
});
