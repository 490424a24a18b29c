/** A running product: triggers runs, waits for their ends, and reads what was recorded. */
import { resolve } from 'node:path';
import type { Config } from '@tradewind/server/config';
import type { Database } from '@tradewind/store';
import type { Cleanup } from './cleanup.ts';
import { describeState } from './describe-state.ts';
import { ProductTroubleError, ScenarioStuckError } from './errors.ts';
import { type ProcessUsage, readProcessUsage, usageBetween } from './process-usage.ts';
import type { ProductChannel } from './product-channel.ts';
import type { RunTiming, TurnCounts } from './product-messages.ts';
import type { Settings } from './settings.ts';

export interface ProductParts {
  readonly home: string;
  readonly config: Config;
  readonly database: Database;
  readonly channel: ProductChannel;
  readonly postmasterPid: number | null;
  readonly settings: Settings;
  readonly profileFolder: string | null;
  /** Stops the product and removes what belongs to it. */
  readonly cleanup: Cleanup;
  /** Makes `cleanup` leave the folder and the database behind. */
  readonly leave: () => void;
}

/** What a measured piece of work gave, took and used. */
export interface Measured<Result> {
  readonly result: Result;
  readonly elapsedMs: number;
  readonly usage: ProcessUsage;
  readonly turns: TurnCounts;
}

/** Longer than anything takes that works. */
const LIMIT_MS = 150_000;

export class Product {
  readonly home: string;
  readonly config: Config;
  readonly database: Database;
  readonly settings: Settings;
  readonly #channel: ProductChannel;
  readonly #postmasterPid: number | null;
  readonly #cleanup: Cleanup;
  readonly #leave: () => void;
  readonly #profileFolder: string | null;
  #expectedEnds = 0;

  constructor({
    home,
    config,
    database,
    channel,
    postmasterPid,
    settings,
    profileFolder,
    cleanup,
    leave,
  }: ProductParts) {
    this.home = home;
    this.config = config;
    this.database = database;
    this.settings = settings;
    this.#channel = channel;
    this.#postmasterPid = postmasterPid;
    this.#profileFolder = profileFolder;
    this.#cleanup = cleanup;
    this.#leave = leave;
  }

  awaitDags(dagIds: readonly string[]): Promise<null> {
    return this.#within('the scheduler claims the DAGs', this.#channel.ask<'awaitDags'>({ kind: 'awaitDags', dagIds }));
  }

  /** Runs of one DAG, each triggered in process when the one before has ended. */
  triggerInTurn(dagId: string, runs: number): Promise<readonly RunTiming[]> {
    this.#expectedEnds += runs;
    return this.#within(
      `${runs} runs of ${dagId}`,
      this.#channel.ask<'triggerInTurn'>({ kind: 'triggerInTurn', dagId, runs }),
    );
  }

  /** One run of each, all triggered in process at once. */
  triggerTogether(dagIds: readonly string[]): Promise<readonly RunTiming[]> {
    this.#expectedEnds += dagIds.length;
    return this.#within(
      `${dagIds.length} runs side by side`,
      this.#channel.ask<'triggerTogether'>({ kind: 'triggerTogether', dagIds }),
    );
  }

  /** Triggers a run in process, which need not end. */
  trigger(dagId: string): Promise<string> {
    return this.#within(`a run of ${dagId}`, this.#channel.ask<'trigger'>({ kind: 'trigger', dagId }));
  }

  /** Waits for the end of `runs` more runs than those that this bench waited for already. */
  async awaitEnds(runs: number, limitMs?: number): Promise<void> {
    this.#expectedEnds += runs;
    const total = this.#expectedEnds;
    await this.#within(`${runs} runs end`, this.#channel.ask<'awaitEnds'>({ kind: 'awaitEnds', total }), limitMs);
  }

  /** When the processor next stores this DAG; call it before the file is saved. */
  nextStored(dagId: string): Promise<number> {
    return this.#within(`${dagId} is stored`, this.#channel.nextStored(dagId));
  }

  /** Does `work`, and says how long it took and what it used. */
  async measure<Result>(work: () => Promise<Result>): Promise<Measured<Result>> {
    if (this.#profileFolder !== null) await this.#channel.ask<'startProfile'>({ kind: 'startProfile' });
    await this.#channel.ask<'takeTurns'>({ kind: 'takeTurns' });
    const before = this.readUsage();
    const from = performance.now();
    const result = await work();
    const elapsedMs = performance.now() - from;
    const usage = usageBetween(before, this.readUsage());
    const turns = await this.#channel.ask<'takeTurns'>({ kind: 'takeTurns' });
    if (this.#profileFolder !== null) {
      const path = resolve(this.#profileFolder, `server-${process.pid}.cpuprofile`);
      await this.#channel.ask<'saveProfile'>({ kind: 'saveProfile', path });
    }
    this.#requireNoTrouble();
    return { result, elapsedMs, usage, turns };
  }

  readUsage(): ProcessUsage {
    return readProcessUsage(this.#channel.pid, this.#postmasterPid);
  }

  /** Idempotent. */
  stop(): Promise<void> {
    return this.#cleanup.run();
  }

  #requireNoTrouble(): void {
    const { trouble } = this.#channel;
    if (trouble.length === 0) return;
    const more = trouble.length > 3 ? `\n… and ${trouble.length - 3} more` : '';
    throw new ProductTroubleError(`The product reports:\n${trouble.slice(0, 3).join('\n')}${more}`);
  }

  /** Leaves everything in place when `work` takes too long, so that one can look at it. */
  async #within<Result>(what: string, work: Promise<Result>, limitMs = LIMIT_MS): Promise<Result> {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), limitMs);
    const outcome = await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
    if (outcome !== 'late') return outcome as Result;
    const state = await describeState(this.database);
    this.#leave();
    throw new ScenarioStuckError(what, limitMs, [...state, ...this.#channel.trouble].join('\n'), this.home);
  }
}
