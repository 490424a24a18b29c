import { describe, expect, test } from 'vitest';
import {
  findBadNames,
  findConsoleCalls,
  findEnvironmentReads,
  findForeignSql,
  findLogicInIndexes,
  findStaleEnvironmentReaders,
} from './architecture/content-rules.ts';
import {
  findForbiddenDependencies,
  findForbiddenImports,
  findWrongBuildReferences,
} from './architecture/import-rules.ts';
import { readManifest } from './architecture/manifest.ts';
import { bundledRooms, isRoom, packageNameOf, rooms } from './architecture/rooms.ts';
import { readSourceFile } from './architecture/source-file.ts';
import { listRepositoryFiles, readRepositoryFile } from './repository-files.ts';

/** Whether a bundler builds it, from the sources of what it imports. */
function isBundled(folder: string): boolean {
  return bundledRooms.some((room) => folder === `packages/${room}`);
}

const files = listRepositoryFiles();
const roomFiles = files.filter((path) => /^(packages|providers)\/[^/]+\//.test(path));
const manifests = roomFiles
  .filter((path) => /^[^/]+\/[^/]+\/package\.json$/.test(path))
  .map((path) => {
    const folder = path.slice(0, -'/package.json'.length);
    const buildConfig = isBundled(folder) ? '{}' : readRepositoryFile(`${folder}/tsconfig.build.json`);
    return readManifest(folder, readRepositoryFile(path), buildConfig);
  });
const compiled = manifests.filter(({ folder }) => !isBundled(folder));
const sources = roomFiles
  .filter((path) => /^[^/]+\/[^/]+\/src\/.*\.tsx?$/.test(path) && !/\/(fixtures|fakes)\//.test(path))
  .map((path) => readSourceFile(path, readRepositoryFile(path)));

describe('rooms', () => {
  test('there is something to look at', () => {
    expect(manifests.map(({ name }) => name)).toContain('@tradewind/model');
    expect(sources.filter(({ room }) => room === 'model').length).toBeGreaterThan(5);
  });

  test('every package is a room of the table, and has its name', () => {
    for (const { folder, name } of manifests.filter((manifest) => manifest.folder.startsWith('packages/'))) {
      const room = folder.slice('packages/'.length);
      expect(Object.keys(rooms), `${folder} is no room of tools/architecture/rooms.ts`).toContain(room);
      if (isRoom(room)) expect(name).toBe(packageNameOf(room));
    }
  });

  test('no arrow of the table leads back to where it came from', () => {
    const visit = (room: string, trail: readonly string[]): void => {
      expect(trail, 'a circle of arrows').not.toContain(room);
      if (isRoom(room)) for (const next of rooms[room]) visit(next, [...trail, room]);
    };
    for (const room of Object.keys(rooms)) visit(room, []);
  });
});

describe('arrows', () => {
  test('a package depends only on the rooms that it may import', () => {
    expect(findForbiddenDependencies(manifests)).toEqual([]);
  });

  test('a source imports only what its room may import', () => {
    expect(findForbiddenImports(sources, manifests)).toEqual([]);
  });

  test('the build of a package refers to exactly the packages that it depends on', () => {
    expect(findWrongBuildReferences(compiled)).toEqual([]);
  });
});

test('the build of the whole builds every package', () => {
  const { references }: { references: readonly { path: string }[] } = JSON.parse(
    readRepositoryFile('tsconfig.build.json'),
  );
  const built = references.map(({ path }) => path.replace('/tsconfig.build.json', ''));
  expect(built.toSorted()).toEqual(compiled.map(({ folder }) => folder).toSorted());
});

describe('contents', () => {
  test('only the configuration reads the environment', () => {
    expect(findEnvironmentReads(sources)).toEqual([]);
    expect(findStaleEnvironmentReaders(sources)).toEqual([]);
  });

  test('only the commands print', () => {
    expect(findConsoleCalls(sources)).toEqual([]);
  });

  test('only the store speaks SQL', () => {
    expect(findForeignSql(sources)).toEqual([]);
  });

  test('the index of a package has no logic', () => {
    expect(findLogicInIndexes(sources)).toEqual([]);
  });

  test('files and folders have a name in kebab-case that says something', () => {
    expect(findBadNames(roomFiles)).toEqual([]);
  });
});
