/**
 * Ends this process and its group when the parent is gone, whatever the main thread is doing.
 *
 * Author code may never return to the event loop, so a thread of its own waits at the other end of a pipe that only the
 * parent holds: the pipe ends when the parent does, even by `kill -9`.
 */
import { Worker } from 'node:worker_threads';

/** The descriptor of the pipe; the parent makes it with `stdio`. */
const LIFELINE = 4;

const WATCH = `
  const { Socket } = require('node:net');
  const lifeline = new Socket({ fd: ${LIFELINE}, readable: true, writable: false });
  const end = () => {
    try { process.kill(-process.pid, 'SIGKILL'); } catch {}
    process.kill(process.pid, 'SIGKILL');
  };
  lifeline.on('error', end).on('close', end).resume();
`;

export function endWithParent(): void {
  const watcher = new Worker(WATCH, { eval: true, execArgv: [], stdout: true, stderr: true });
  watcher.unref();
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}
