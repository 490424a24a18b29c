import { expect, test } from 'vitest';
import { listRepositoryFiles, readRepositoryFile } from './repository-files.ts';

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const reference = 'docs/dependencies.md';

test(`${reference} says of every package that users install what it is for`, () => {
  const rows = readRepositoryFile(reference)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const explained = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  const isExplained = (dependency: string): boolean =>
    explained.some((name) => (name.endsWith('/*') ? dependency.startsWith(name.slice(0, -1)) : dependency === name));

  const lacking = listRepositoryFiles()
    .filter((path) => /^(packages|providers)\/[^/]+\/package\.json$/.test(path))
    .flatMap((path) => {
      const manifest: Manifest = JSON.parse(readRepositoryFile(path));
      const names = Object.keys({
        ...manifest.dependencies,
        ...manifest.optionalDependencies,
        ...manifest.peerDependencies,
      });
      const foreign = names.filter((name) => name !== 'tradewind' && !name.startsWith('@tradewind/'));
      return foreign.filter((name) => !isExplained(name)).map((name) => `${path}: ${name} has no row.`);
    });
  expect(lacking).toEqual([]);
});
