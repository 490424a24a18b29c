/** The process of the product, as the bench speaks with it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProductTroubleError } from './errors.ts';
import type { MessageFromProduct, ProductAnswers, ProductRequest, ProductSettings } from './product-messages.ts';

type RequestOf<Kind extends ProductRequest['kind']> = Extract<ProductRequest, { readonly kind: Kind }>;
type Stored = Extract<MessageFromProduct, { readonly kind: 'stored' }>;

const PROGRAM = fileURLToPath(new URL('product-process.ts', import.meta.url));
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 30_000;

export class ProductChannel {
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, PromiseWithResolvers<unknown>>();
  readonly #stored = new Set<(message: Stored) => void>();
  readonly #trouble: string[] = [];
  readonly #ready = Promise.withResolvers<void>();
  #lastId = 0;

  /** Starts the product. */
  constructor(settings: ProductSettings, profileFolder: string | null) {
    this.#process = fork(PROGRAM, [JSON.stringify(settings)], {
      execArgv: process.execArgv,
      env: { ...cleanEnvironment(), ...settings.environment, ...profileVariables(profileFolder) },
      serialization: 'advanced',
    });
    this.#process.on('message', (message: MessageFromProduct) => this.#hear(message));
    this.#process.once('exit', (code, signal) =>
      this.#fail(new ProductTroubleError(`The product ended: ${code ?? signal}.`)),
    );
  }

  /** Resolves when the product accepts work. */
  async ready(): Promise<void> {
    const timer = setTimeout(() => this.#fail(new ProductTroubleError('The product did not start.')), START_LIMIT_MS);
    await this.#ready.promise.finally(() => clearTimeout(timer));
  }

  get pid(): number {
    return this.#process.pid!;
  }

  async ask<Kind extends ProductRequest['kind']>(request: RequestOf<Kind>): Promise<ProductAnswers[Kind]> {
    this.#lastId += 1;
    const pending = Promise.withResolvers<unknown>();
    this.#pending.set(this.#lastId, pending);
    this.#process.send({ id: this.#lastId, ...request });
    return (await pending.promise) as ProductAnswers[Kind];
  }

  /** When the processor next stores this DAG; call it before the file is saved. */
  nextStored(dagId: string): Promise<number> {
    return new Promise((resolve) => {
      const hear = ({ dagIds, at }: Stored): void => {
        if (!dagIds.includes(dagId)) return;
        this.#stored.delete(hear);
        resolve(at);
      };
      this.#stored.add(hear);
    });
  }

  /** What went wrong so far, in the product's words. */
  get trouble(): readonly string[] {
    return this.#trouble;
  }

  /** Asks the product to stop; kills it when it does not. */
  async close(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    const timer = setTimeout(() => {
      console.error(`The product did not stop within ${STOP_LIMIT_MS / 1000} s, and is killed.`);
      this.#process.kill('SIGKILL');
    }, STOP_LIMIT_MS);
    this.ask<'stop'>({ kind: 'stop' }).catch(() => undefined);
    await exited.finally(() => clearTimeout(timer));
  }

  #hear(message: MessageFromProduct): void {
    switch (message.kind) {
      case 'ready':
        return this.#ready.resolve();
      case 'stored':
        for (const hear of this.#stored) hear(message);
        return;
      case 'trouble':
        this.#trouble.push(message.what);
        return;
      case 'answer':
        this.#pending.get(message.id)?.resolve(message.answer);
        this.#pending.delete(message.id);
        return;
      case 'refusal':
        this.#pending.get(message.id)?.reject(new ProductTroubleError(message.message));
        this.#pending.delete(message.id);
    }
  }

  #fail(error: Error): void {
    this.#ready.reject(error);
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** Settings of whoever runs the bench must not change what is measured. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('TRADEWIND_') && name !== 'DATABASE_URL',
  );
  return Object.fromEntries(entries);
}

/** Processes of author code get their options this way. */
function profileVariables(folder: string | null): NodeJS.ProcessEnv {
  if (folder === null) return {};
  mkdirSync(folder, { recursive: true });
  return { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${resolve(folder)}` };
}
