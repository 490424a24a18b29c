import { expect, test } from 'vitest';
import { listRepositoryFiles, readRepositoryFile } from './repository-files.ts';

const dependencyFields = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;
type DependencyField = (typeof dependencyFields)[number];

interface Manifest extends Readonly<Partial<Record<DependencyField, Readonly<Record<string, string>>>>> {
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}
interface LockedPackage extends Manifest {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const { packages }: LockFile = JSON.parse(readRepositoryFile('package-lock.json'));
const { allowScripts = {} }: Manifest = JSON.parse(readRepositoryFile('package.json'));

test('the lock file names no address of a package', () => {
  const addresses = Object.entries(packages)
    .filter(([, { resolved, link }]) => resolved !== undefined && link !== true)
    .map(([path]) => path);
  expect(addresses, 'run npm with the .npmrc of this repository, which leaves addresses out').toEqual([]);
});

test('the lock file says of each package of ours what its manifest says', () => {
  const manifests = listRepositoryFiles().filter((path) => /^([^/]+\/){0,2}package\.json$/.test(path));
  expect(manifests.length).toBeGreaterThan(3);
  for (const path of manifests) {
    const manifest: Manifest = JSON.parse(readRepositoryFile(path));
    const locked = packages[path.replace(/\/?package\.json$/, '')];
    for (const field of dependencyFields) {
      expect(locked?.[field] ?? {}, `run "npm install": ${field} of ${path}`).toEqual(manifest[field] ?? {});
    }
  }
});

test('every install script is allowed or denied by name, and no other', () => {
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(Object.keys(allowScripts).sort(), '"allowScripts" in package.json').toEqual([...new Set(withScript)].sort());
});
