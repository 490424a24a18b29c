import { readdir, readlink, realpath } from 'node:fs/promises';
import { platform } from 'node:os';

/**
 * Kills the processes that a killed server left in its data directory. They notice its death as soon as they wait for
 * anything; one that is busy with a long statement may take its time. Nothing of theirs survives anyway: the next
 * server starts from its log. Only where the system tells who works where (Linux), and only while no server runs.
 */
export async function endLeftovers(dataDirectory: string): Promise<void> {
  if (platform() !== 'linux') return;
  const directory = await realpath(dataDirectory);
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const [cwd, program] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => null),
      readlink(`/proc/${pid}/exe`).catch(() => ''),
    ]);
    if (cwd !== directory || !program.includes('postgres')) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended in the meantime.
    }
  }
}
