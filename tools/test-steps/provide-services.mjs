import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../bootstrap/run-command.mjs';
import { failed, passed, skipped } from './step-outcome.mjs';

/**
 * The programs of the machine that some tests need, and the Debian package of each.
 *
 * `postgresql` is whatever major version the machine's Debian has; tests against a server of one's own run on every
 * version found in `/usr/lib/postgresql`, where packages of other sources put theirs as well. The default database of
 * Tradewind comes with the npm packages and is not meant here.
 */
const services = [
  { name: 'a PostgreSQL server', debianPackage: 'postgresql', isPresent: hasPostgresServer },
  { name: 'Python 3', debianPackage: 'python3', isPresent: () => isOnPath('python3') },
  { name: 'Chromium', debianPackage: 'chromium', isPresent: () => isOnPath('chromium') },
];

/**
 * Looks for the services, and installs the missing ones where that is possible: on Debian, as root.
 *
 * What is missing after that fails in CI. Elsewhere it is a loud skip, and the tests which need it skip themselves.
 *
 * @param {{ readonly isCi: boolean }} options
 * @returns {Promise<import('./step-outcome.mjs').StepOutcome>}
 */
export async function provideServices({ isCi }) {
  if (missingServices().length > 0 && canInstall()) await install(missingServices());
  const missing = missingServices();
  if (missing.length === 0) return passed();

  const names = missing.map((service) => service.name).join(' and ');
  const packages = missing.map((service) => service.debianPackage).join(' ');
  const remark = `This machine has no ${names}: tests that need it do not run. To have them: apt-get install ${packages}`;
  return isCi ? failed(remark) : skipped(remark);
}

function missingServices() {
  return services.filter((service) => !service.isPresent());
}

function canInstall() {
  return process.getuid?.() === 0 && isOnPath('apt-get');
}

/** @param {readonly { readonly debianPackage: string }[]} missing */
async function install(missing) {
  // At run level 1 the packages do not start their services: the tests start servers of their own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const limitMs = 5 * 60_000;
  await runCommand('apt-get', ['update', '-qq'], { env, limitMs });
  const packages = missing.map((service) => service.debianPackage);
  await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, limitMs });
}

function hasPostgresServer() {
  const folder = '/usr/lib/postgresql';
  return (
    existsSync(folder) && readdirSync(folder).some((version) => existsSync(join(folder, version, 'bin', 'initdb')))
  );
}

/** @param {string} command */
function isOnPath(command) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)));
}
