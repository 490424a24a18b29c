import { expect, test } from 'vitest';
import { readSourceFile } from './architecture/source-file.ts';
import { compareErrors, parseErrorTable } from './errors-reference/error-table.ts';
import { listRepositoryFiles, readRepositoryFile } from './repository-files.ts';

const reference = 'docs/reference/errors.md';

test(`${reference} lists every error of the sources, and no other`, () => {
  const defined = listRepositoryFiles()
    .filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !/\/(fixtures|fakes)\//.test(path))
    .map((path) => readSourceFile(path, readRepositoryFile(path)))
    .filter(({ isTest, room }) => !isTest && room !== 'test-support')
    .flatMap(({ path, room, errorCodes }) =>
      errorCodes.map(({ text, line }) => ({ code: text, room, place: `${path}:${line}` })),
    );
  expect(compareErrors(defined, parseErrorTable(readRepositoryFile(reference)))).toEqual([]);
});
