/**
 * A program that outlives the tests of a project just long enough to tidy up after them: `node janitor.ts <folder>`.
 *
 * When its standard input ends, because the tests are done with the project or are gone, it ends all processes of the
 * project, and removes what they wrote. So nothing stays behind, whatever becomes of the tests.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataDirectoryOf } from '@tradewind/store';
import { eventually } from './eventually.ts';
import { killSafely } from './kill-safely.ts';
import { listProcesses } from './processes.ts';

const folder = process.argv[2]!;

process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
process.stdin.resume().once('close', () => void tidyUp());

async function tidyUp(): Promise<void> {
  // As root the database may be elsewhere.
  const serverFolder = dirname(dataDirectoryOf(join(folder, '.tradewind')));
  await eventually(() => killAll(serverFolder), { what: 'the end of all processes' });
  for (const path of findMounts()) execFileSync('umount', ['--lazy', path]);
  for (const path of [serverFolder, folder]) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}

/** True when there was nobody to kill. */
function killAll(serverFolder: string): true | undefined {
  const processes = listProcesses(folder, [serverFolder]);
  for (const { pid } of processes) killSafely(pid);
  return processes.length === 0 || undefined;
}

/** Disks that tests have put into the project. */
function findMounts(): readonly string[] {
  const paths = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return paths.filter((path) => path.startsWith(`${folder}/`));
}
