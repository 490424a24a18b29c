/**
 * One child process: its start, the channel, its raw output, signals and its end.
 *
 * The child leads a process group and a session of its own, so that everything it started can be ended with it, and
 * Ctrl-C in a terminal reaches the supervisor alone.
 */
import { type ChildProcess as NodeChildProcess, spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeFrame, FrameDecoder } from '../channel/frames.ts';
import type { MessageFromChild, MessageToChild } from '../channel/messages.ts';
import { type ChildSettings, encodeSettings } from '../child/settings.ts';
import { LineSplitter } from './line-splitter.ts';

export type RawStream = 'stdout' | 'stderr';

export interface ChildExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines on descriptor 2, without line feeds. */
  readonly lastErrors: readonly string[];
  /** Why it could not be started at all. */
  readonly startError: Error | null;
}

export interface ChildListener {
  onMessages(messages: readonly MessageFromChild[]): void;
  onRawLines(stream: RawStream, lines: readonly string[]): void;
  /** Called once, when the process is gone and everything it wrote to the channel was delivered. */
  onExit(exit: ChildExit): void;
}

export interface ChildStart {
  readonly nodeArguments: readonly string[];
  readonly environment: Readonly<Record<string, string>> | undefined;
  readonly settings: ChildSettings;
}

const IS_SOURCE = import.meta.url.endsWith('.ts');
const ENTRY = fileURLToPath(new URL(IS_SOURCE ? '../child/main.ts' : '../child/main.js', import.meta.url));
/** Running from source, a child finds the other rooms' sources as well. */
const SOURCE_ARGUMENTS = IS_SOURCE ? ['--conditions=@tradewind/source'] : [];
const LAST_ERRORS = 20;
/** The pipes end with the process group, unless somebody who left the group holds them open. */
const DRAIN_MS = 200;

export class ChildProcess {
  readonly #process: NodeChildProcess;
  readonly #channel: Duplex | null;
  readonly #listener: ChildListener;
  readonly #lastErrors: string[] = [];
  #outgoing: MessageToChild[] = [];
  #isChannelOpen = true;
  #exit: Pick<ChildExit, 'exitCode' | 'signal' | 'startError'> | null = null;
  #isGone = false;
  #drainTimer: NodeJS.Timeout | undefined;

  constructor({ nodeArguments, environment, settings }: ChildStart, listener: ChildListener) {
    this.#listener = listener;
    this.#process = spawn(
      process.execPath,
      [...SOURCE_ARGUMENTS, '--disable-warning=ExperimentalWarning', ...nodeArguments, ENTRY, encodeSettings(settings)],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], ...(environment ? { env: environment } : {}) },
    );
    this.#channel = (this.#process.stdio?.[3] as Duplex | null | undefined) ?? null;
    this.#listen();
  }

  /** 0 when it could not be started. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Puts a message into the next batch. */
  send(message: MessageToChild): void {
    this.#outgoing.push(message);
  }

  /** Writes the batch. */
  flush(): void {
    if (this.#outgoing.length === 0) return;
    const frame = encodeFrame(this.#outgoing);
    this.#outgoing = [];
    if (this.#isChannelOpen) this.#channel?.write(frame);
  }

  /** Stops reading what the child says, so that it has to wait; `resume` goes on. */
  pause(): void {
    this.#channel?.pause();
    this.#process.stdout?.pause();
    this.#process.stderr?.pause();
  }

  resume(): void {
    this.#channel?.resume();
    this.#process.stdout?.resume();
    this.#process.stderr?.resume();
  }

  /** Sends a signal to the child and to everything in its process group. */
  signalGroup(signal: NodeJS.Signals): void {
    if (this.pid === 0) return;
    try {
      process.kill(-this.pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }

  #listen(): void {
    const decoder = new FrameDecoder<MessageFromChild>();
    this.#process.once('error', (startError) => this.#exited({ exitCode: null, signal: null, startError }));
    this.#process.once('exit', (exitCode, signal) => this.#exited({ exitCode, signal, startError: null }));
    this.#channel?.on('data', (chunk: Buffer) => this.#listener.onMessages(decoder.push(chunk)));
    this.#channel?.on('error', () => {});
    this.#channel?.once('close', () => {
      this.#isChannelOpen = false;
    });
    this.#process.once('close', () => this.#gone());
    this.#listenToRaw('stdout');
    this.#listenToRaw('stderr');
  }

  #listenToRaw(stream: RawStream): void {
    const splitter = new LineSplitter();
    const source = this.#process[stream];
    const deliver = (lines: string[]): void => {
      if (lines.length === 0) return;
      if (stream === 'stderr') this.#keepLastErrors(lines);
      this.#listener.onRawLines(stream, lines);
    };
    source?.on('data', (chunk: Buffer) => deliver(splitter.push(chunk)));
    source?.on('error', () => {});
    source?.once('end', () => deliver(splitter.finish()));
  }

  #keepLastErrors(lines: readonly string[]): void {
    this.#lastErrors.push(...lines.slice(-LAST_ERRORS));
    this.#lastErrors.splice(0, Math.max(0, this.#lastErrors.length - LAST_ERRORS));
  }

  #exited(exit: Pick<ChildExit, 'exitCode' | 'signal' | 'startError'>): void {
    if (this.#exit !== null) return;
    this.#exit = exit;
    // What it started must not outlive it; this also closes the pipes that they hold.
    this.signalGroup('SIGKILL');
    this.resume();
    this.#drainTimer = setTimeout(() => this.#gone(), exit.startError === null ? DRAIN_MS : 0);
  }

  #gone(): void {
    if (this.#isGone || this.#exit === null) return;
    this.#isGone = true;
    clearTimeout(this.#drainTimer);
    this.#channel?.destroy();
    this.#listener.onExit({ ...this.#exit, lastErrors: this.#lastErrors });
  }
}
