/**
 * One process that loads DAG files, one at a time, seen from its parent.
 *
 * It is the head of a process group of its own, so that what author code starts dies with it. Its memory is limited, its
 * time is limited for each file, and it has a pipe that tells it when its parent is gone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { registerUrl } from '@tradewind/loader';
import { DagFileCrashedError, DagFileOutOfMemoryError, DagFileTimeoutError } from '../errors.ts';
import { CapturedOutput, makeMarker } from './captured-output.ts';
import type { LoadFault, LoadReply, LoadRequest } from './messages.ts';

export interface LoadProcessOptions {
  /** For one file. */
  readonly timeoutMs: number;
  /** Of the JavaScript heap. */
  readonly memoryLimitMb: number;
  /** The environment of author code; that of this process when absent. */
  readonly environment?: Readonly<Record<string, string>>;
}

export type LoadResult = LoadReply & {
  readonly output: string | null;
  /** True when the process is gone. */
  readonly isOver: boolean;
};

const ENTRY = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child/main.ts' : './child/main.js', import.meta.url),
);
const OUT_OF_MEMORY = /JavaScript heap out of memory|Reached heap limit|Array buffer allocation failed/;
const OUTPUT_PATIENCE_MS = 500;

export class LoadProcess {
  readonly #options: LoadProcessOptions;
  readonly #child: ChildProcess;
  readonly #output: CapturedOutput;
  readonly #ended: Promise<string>;
  /** When nothing more can be printed. */
  readonly #closed: Promise<void>;
  #reply: ((reply: LoadReply) => void) | null = null;
  #isOver = false;
  #served = 0;

  constructor(options: LoadProcessOptions) {
    this.#options = options;
    this.#child = fork(ENTRY, [], {
      execArgv: [...inheritedConditions(), `--max-old-space-size=${options.memoryLimitMb}`, '--import', registerUrl],
      // Descriptor 3 is the IPC channel; 4 is the lifeline (`child/end-with-parent.ts`).
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
      detached: true,
      ...(options.environment === undefined ? {} : { env: options.environment }),
    });
    this.#output = new CapturedOutput([this.#child.stdout!, this.#child.stderr!]);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message));
      this.#child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    this.#closed = new Promise((resolve) => this.#child.once('close', () => resolve()));
    void this.#ended.then(() => {
      this.#isOver = true;
    });
    this.#child.on('message', (reply) => this.#reply?.(reply as LoadReply));
    // A spare process must not keep its parent alive.
    this.#unref();
  }

  /** How many files it was given. */
  get served(): number {
    return this.#served;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Loads one file of the snapshot at `root`. Never rejects: what goes wrong is a fault of the file. */
  async load(root: string, file: string): Promise<LoadResult> {
    this.#served += 1;
    this.#ref();
    const marker = makeMarker(randomUUID());
    const answer = await this.#exchange({ kind: 'load', root, file, marker });
    return typeof answer === 'object' ? this.#finish(answer, marker) : this.#bury(answer, file);
  }

  async #finish(reply: LoadReply, marker: string): Promise<LoadResult> {
    await this.#output.until(marker, 2, OUTPUT_PATIENCE_MS);
    return { ...reply, output: this.#output.drain(), isOver: false };
  }

  async #bury(ending: string, file: string): Promise<LoadResult> {
    await this.end();
    // What author code started may live on with our pipes in its hands, so this may never come.
    await Promise.race([this.#closed, delay(OUTPUT_PATIENCE_MS)]);
    const output = this.#output.drain();
    const fault = this.#faultOf(ending, output);
    return { kind: 'failed', file, fault, imported: [file], hasEscaped: true, output: readable(output), isOver: true };
  }

  /** Kills the process and what it started, and waits until it is gone. */
  async end(): Promise<void> {
    if (this.#isOver || this.#child.pid === undefined) return;
    this.#ref();
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
    await this.#ended;
  }

  /** The answer, `timeout`, or how the process ended instead. */
  async #exchange(request: LoadRequest): Promise<LoadReply | string> {
    const { promise, resolve } = Promise.withResolvers<LoadReply | string>();
    this.#reply = resolve;
    void this.#ended.then(resolve);
    const timer = setTimeout(() => resolve('timeout'), this.#options.timeoutMs);
    // What is sent before the child listens, waits for it.
    if (this.#child.connected) this.#child.send(request);
    const answer = await promise;
    clearTimeout(timer);
    this.#reply = null;
    return answer;
  }

  #faultOf(ended: string, output: string | null): LoadFault {
    const { timeoutMs, memoryLimitMb } = this.#options;
    const error = OUT_OF_MEMORY.test(output ?? '')
      ? new DagFileOutOfMemoryError(memoryLimitMb)
      : ended === 'timeout'
        ? new DagFileTimeoutError(timeoutMs)
        : new DagFileCrashedError(ended);
    return { code: error.code, message: error.message, stack: null, line: null, column: null, codeFrame: null };
  }

  /** From the first load to its end the process keeps its parent alive; a spare one does not. */
  #ref(): void {
    for (const handle of this.#handles()) handle?.ref?.();
  }

  #unref(): void {
    for (const handle of this.#handles()) handle?.unref?.();
  }

  #handles(): readonly (Partial<Pick<NodeJS.Timeout, 'ref' | 'unref'>> | null | undefined)[] {
    const { stdout, stderr, stdio, channel } = this.#child;
    return [this.#child, channel, stdout, stderr, stdio[4]] as never;
  }
}

/** Without what V8 prints about its own end. */
function readable(output: string | null): string | null {
  return output?.replace(/\s*<--- Last few GCs --->[\s\S]*$/, '') || null;
}

/** The conditions under which this process imports packages, so that its children import the same files. */
function inheritedConditions(): readonly string[] {
  return process.execArgv.filter((argument, index, all) => {
    return (
      /^(--conditions=|-C=?\S)/.test(argument) ||
      /^(--conditions|-C)$/.test(argument) ||
      /^(--conditions|-C)$/.test(all[index - 1] ?? '')
    );
  });
}
