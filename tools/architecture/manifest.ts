/** What of a `package.json` the rules of the architecture speak about. */
export interface Manifest {
  /** The folder of the package, relative to the root of the repository, with `/`. */
  readonly folder: string;
  readonly name: string;
  /** The subpaths that others may import: `.`, `./operators`, ... */
  readonly exports: readonly string[];
  /** What it needs to run: dependencies, optional and peer dependencies. */
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  /** The folders that `tsconfig.build.json` refers to, relative to the root; they are built before it. */
  readonly buildReferences: readonly string[];
}

interface PackageJson {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface BuildConfig {
  readonly references?: readonly { readonly path: string }[];
}

/**
 * Reads a manifest.
 *
 * @param packageJson the text of `package.json`
 * @param buildConfig the text of `tsconfig.build.json`, without comments; its references name sibling folders
 */
export function readManifest(folder: string, packageJson: string, buildConfig: string): Manifest {
  const manifest: PackageJson = JSON.parse(packageJson);
  const { references = [] }: BuildConfig = JSON.parse(buildConfig);
  return {
    folder,
    name: manifest.name,
    exports: Object.keys(manifest.exports ?? {}),
    dependencies: Object.keys({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.peerDependencies,
    }),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    buildReferences: references.map(({ path }) =>
      path.replace(/^\.\.\//, 'packages/').replace(/\/tsconfig\.build\.json$/, ''),
    ),
  };
}
