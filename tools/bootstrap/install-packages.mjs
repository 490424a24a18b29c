import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './root-folder.mjs';
import { runCommand } from './run-command.mjs';

const lockFile = join(rootFolder, 'package-lock.json');
/** npm writes it into `node_modules` at the end of every installation. */
const installedLockFile = join(rootFolder, 'node_modules', '.package-lock.json');
/** Holds the digest of the lock file that was installed last by this module. */
const stampFile = join(rootFolder, 'node_modules', '.tradewind-installed');

/**
 * Installs the packages of the repository unless those of the present `package-lock.json` are there.
 *
 * The lock file decides which versions, and stays as it is. It is `npm install` and not `npm ci`, because the latter
 * refuses a lock file from a registry that lacks the optional packages of some other platform; that the lock file fits
 * the manifests is a test of its own.
 *
 * @returns {Promise<boolean>} whether the packages are there
 */
export async function installPackages() {
  if (arePackagesInstalled()) return true;

  console.log('Installing packages (once; a minute at most) ...');
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await runCommand('npm', args, { isOutsideRepository: true });
  if (code !== 0) {
    console.error('The packages could not be installed. What npm says about it is above.');
    return false;
  }
  writeFileSync(stampFile, lockFileDigest());
  return true;
}

/** A lock file with the digest of the stamp is installed, whatever its time: a checkout touches files. */
function arePackagesInstalled() {
  const installedAt = modifiedAt(installedLockFile);
  if (installedAt === undefined) return false;
  return installedAt >= (modifiedAt(lockFile) ?? 0) || readIfPresent(stampFile) === lockFileDigest();
}

function lockFileDigest() {
  return createHash('sha256')
    .update(readIfPresent(lockFile) ?? '')
    .digest('hex');
}

/** @param {string} file */
function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** @param {string} file */
function readIfPresent(file) {
  return modifiedAt(file) === undefined ? undefined : readFileSync(file, 'utf8');
}
