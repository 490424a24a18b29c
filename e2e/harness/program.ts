import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ProgramStart {
  /** @default Node */
  readonly file?: string;
  readonly arguments: readonly string[];
  /** Who runs it, when root starts it. @default whoever runs the tests */
  readonly uid?: number;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface WaitOptions {
  /** @default 30_000 */
  readonly timeoutMs?: number;
  /** Only lines from this one on. @default 0 */
  readonly from?: number;
}

const TAIL = 25;

/** A process that was started by a test, with every line that it printed. */
export class Program {
  /** What it printed, on both outputs. */
  readonly lines: string[] = [];
  readonly exited: Promise<ProgramEnd>;
  readonly #process: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #end: ProgramEnd | null = null;

  constructor({ file = process.execPath, arguments: words, uid, folder, environment }: ProgramStart) {
    this.#process = spawn(file, words, {
      cwd: folder,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        this.#tell();
      });
    }
    this.exited = once(this.#process, 'exit').then(([exitCode, signal]) => {
      this.#end = { exitCode, signal };
      this.#tell();
      return this.#end;
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#end === null;
  }

  /** Calls `listener` after every line and at the end. Gives the function that stops it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The first line that matches, printed already or not. Rejects when the program ends without one, or time is up. */
  line(pattern: RegExp, { timeoutMs = 30_000, from = 0 }: WaitOptions = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.lines.slice(from).find((line) => pattern.test(line));
        if (found !== undefined) settle(() => resolve(found));
        else if (this.#end !== null) settle(() => reject(this.#failure(`ended without a line like ${pattern}`)));
      };
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        finish();
      };
      const timer = setTimeout(() => {
        settle(() => reject(this.#failure(`printed no line like ${pattern} in ${timeoutMs} ms`)));
      }, timeoutMs);
      this.#listeners.add(look);
      look();
    });
  }

  ready(options?: WaitOptions): Promise<string> {
    return this.line(/info +ready\b/, options);
  }

  /** Where the API listens, as soon as it does. */
  async apiUrl(options?: WaitOptions): Promise<string> {
    return / url=(\S+)/.exec(await this.line(/API server listens/, options))![1]!;
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Ends it at once, as `kill -9` does. */
  async kill(): Promise<ProgramEnd> {
    this.#process.kill('SIGKILL');
    return this.exited;
  }

  /** Asks it to end in an orderly way. */
  async stop(): Promise<ProgramEnd> {
    this.#process.kill('SIGTERM');
    return this.exited;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #failure(what: string): Error {
    const end = this.#end === null ? 'runs' : `ended with ${this.#end.signal ?? `exit code ${this.#end.exitCode}`}`;
    return new Error(`The program ${what}. It ${end}, and said last:\n${this.lines.slice(-TAIL).join('\n')}`);
  }
}
