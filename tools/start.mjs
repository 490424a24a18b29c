/**
 * `npm start`: from a fresh clone to a running Tradewind.
 *
 * It installs what is missing, builds what has changed, and then runs the command below on the pinned Node. Arguments
 * of `npm start -- ...` go to that command. It runs on plain Node 20 or newer with nothing installed, and adds next to
 * nothing to a start for which everything is there.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackages } from './bootstrap/build-packages.mjs';
import { installPackages } from './bootstrap/install-packages.mjs';
import { binFolder, rootFolder } from './bootstrap/root-folder.mjs';

const startCommand = ['packages/tradewind/bin/tradewind.js', 'standalone', '--examples'];

if (!(await installPackages()) || !(await buildPackages())) process.exit(1);
run(pinnedNode(), [...startCommand, ...process.argv.slice(2)]);

/** The Node that this repository pins, or this one where there is no pinned one for the platform. */
function pinnedNode() {
  const pinned = join(binFolder, 'node');
  if (existsSync(pinned)) return pinned;

  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    console.error(
      `Tradewind needs Node 22.18 or newer, and this is ${process.version}. Install a newer Node and start again.`,
    );
    process.exit(1);
  }
  return process.execPath;
}

/**
 * Runs a command in our place: our streams, our signals, and its end is ours.
 *
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(command, args) {
  const child = spawn(command, args, { cwd: rootFolder, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the whole group: the command has it already, and a second one would hurry it.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('error', (error) => {
    console.error(`Tradewind could not be started: ${error.message}`);
    process.exit(127);
  });
  child.once('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 0);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
