import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './root-folder.mjs';
import { runCommand } from './run-command.mjs';

/** Holds the fingerprint of the sources that were built last. A new installation removes it. */
const stampFile = join(rootFolder, 'node_modules', '.tradewind-built');
const packagesFolder = join(rootFolder, 'packages');
/** Pages are bundled; everything else is only compiled. */
const userInterface = join(packagesFolder, 'ui');

/**
 * Builds the `dist` of every package unless it belongs to the sources as they are.
 *
 * @returns {Promise<boolean>} whether the build is there
 */
export async function buildPackages() {
  const fingerprint = fingerprintOfSources();
  if (isBuilt(fingerprint)) return true;

  console.log('Building (some seconds after a change, nothing otherwise) ...');
  const builds = [runCommand('tsc', ['-b', 'tsconfig.build.json'])];
  if (existsSync(userInterface)) builds.push(runCommand('vite', ['build', '--logLevel', 'warn', userInterface]));
  const codes = (await Promise.all(builds)).map(({ code }) => code);
  if (codes.some((code) => code !== 0)) {
    console.error('The build failed. What the compiler says about it is above.');
    return false;
  }
  writeFileSync(stampFile, fingerprint);
  return true;
}

/** @param {string} fingerprint */
function isBuilt(fingerprint) {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== fingerprint) return false;
  return packageFolders().every(
    (folder) => !existsSync(join(folder, 'src', 'index.ts')) || existsSync(join(folder, 'dist', 'index.js')),
  );
}

function packageFolders() {
  return readdirSync(packagesFolder).map((name) => join(packagesFolder, name));
}

/** A digest over path, size and time of everything that the build reads. Reading only directories keeps it quick. */
function fingerprintOfSources() {
  const hash = createHash('sha256');
  const add = (/** @type {string} */ file) => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat) hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  };
  for (const name of ['tsconfig.base.json', 'tsconfig.build.json', 'package-lock.json']) add(join(rootFolder, name));
  for (const folder of packageFolders()) {
    add(join(folder, 'package.json'));
    for (const name of ['tsconfig.build.json', 'vite.config.ts', 'index.html']) add(join(folder, name));
    for (const file of sourcesIn(join(folder, 'src'))) add(file);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function sourcesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.test(-d)?\.ts$/.test(entry.name) ? [] : [path];
  });
}
