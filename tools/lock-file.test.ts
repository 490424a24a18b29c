import { expect, test } from 'vitest';
import { readRepositoryFile } from './repository-files.ts';

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}
interface LockedPackage {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
interface RootManifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const { packages }: LockFile = JSON.parse(readRepositoryFile('package-lock.json'));
const { allowScripts }: RootManifest = JSON.parse(readRepositoryFile('package.json'));

test('the lock file names no address of a package', () => {
  const addresses = Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([path]) => path);
  expect(addresses, 'run npm with the .npmrc of this repository, which leaves addresses out').toEqual([]);
});

test('every install script is allowed or denied by name, and no other', () => {
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(Object.keys(allowScripts).sort(), '"allowScripts" in package.json').toEqual([...new Set(withScript)].sort());
});
