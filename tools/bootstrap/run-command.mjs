import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { binFolder, rootFolder } from './root-folder.mjs';

/**
 * How a command ended. `output` is what it wrote to both streams, empty unless it was asked for.
 *
 * @typedef {{ readonly code: number, readonly output: string, readonly timedOut: boolean }} CommandResult
 */

/**
 * Runs a command in the root of the repository, with its streams on ours.
 *
 * A command found in `node_modules/.bin` comes before one of the machine, so tools run on the pinned Node. A command
 * that cannot be started ends with code 127, one ended by a signal with 128 and the signal's number.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {object} [options]
 * @param {Readonly<Record<string, string>>} [options.env] variables over those of this process
 * @param {boolean} [options.isCaptured] keep the output instead of showing it
 * @param {boolean} [options.isOutsideRepository] run the machine's own command, not one of `node_modules/.bin`
 * @param {number} [options.limitMs] after this time the command gets SIGTERM, ten seconds later SIGKILL
 * @returns {Promise<CommandResult>}
 */
export function runCommand(command, args, options = {}) {
  const path = options.isOutsideRepository
    ? pathWithoutBinFolder()
    : `${binFolder}${delimiter}${pathWithoutBinFolder()}`;
  const child = spawn(command, args, {
    cwd: rootFolder,
    env: { ...process.env, ...options.env, PATH: path },
    stdio: options.isCaptured ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  let output = '';
  const keep = (/** @type {string} */ chunk) => {
    output += chunk;
  };
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  const limit = limitTime(child, options.limitMs);

  return new Promise((resolve) => {
    child.once('error', (error) => {
      limit.clear();
      resolve({ code: 127, output: `${output}${error.message}\n`, timedOut: false });
    });
    child.once('close', (code, signal) => {
      limit.clear();
      resolve({ code: code ?? 128 + (signal ? constants.signals[signal] : 0), output, timedOut: limit.hasFired() });
    });
  });
}

/** The PATH of this process without the commands of the installed packages, which an installation replaces. */
function pathWithoutBinFolder() {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.filter((folder) => !folder.endsWith(join('node_modules', '.bin'))).join(delimiter);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {number | undefined} limitMs
 */
function limitTime(child, limitMs) {
  /** @type {NodeJS.Timeout[]} */
  const timers = [];
  let fired = false;
  if (limitMs !== undefined) {
    const ask = () => {
      fired = true;
      child.kill('SIGTERM');
      timers.push(setTimeout(() => child.kill('SIGKILL'), 10_000));
    };
    timers.push(setTimeout(ask, limitMs));
  }
  return {
    clear: () => timers.forEach(clearTimeout),
    hasFired: () => fired,
  };
}
