import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { rootFolder, sourceArguments } from './source-node.ts';

export const tradewindProgram: string = join(rootFolder, 'packages/tradewind/bin/tradewind.js');

/** `tradewind standalone`, as a process of its own in a folder. */
export class RunningServer {
  readonly #process: ChildProcess;
  readonly #ends: Promise<never>;
  #log = '';

  constructor(folder: string, args: readonly string[] = []) {
    this.#process = spawn(process.execPath, [...sourceArguments, tradewindProgram, 'standalone', ...args], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
    });
    this.#ends = once(this.#process, 'exit').then(() => Promise.reject(new Error(`The server ended:\n${this.#log}`)));
    this.#ends.catch(() => undefined);
  }

  /** What it has logged so far. */
  get log(): string {
    return this.#log;
  }

  /** Settles when it has logged something like `pattern` after the first `from` characters of its log. */
  async logged(pattern: RegExp, from = 0): Promise<void> {
    while (!pattern.test(this.#log.slice(from))) {
      await Promise.race([once(this.#process.stderr!, 'data'), this.#ends]);
    }
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'exit');
  }
}
