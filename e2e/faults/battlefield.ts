/**
 * A project under fire: runs are triggered all the time, while a test kills what it likes and starts it again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '@tradewind/server/config';
import { openPlatform, type Platform } from '@tradewind/server/platform';
import { type Database, openDatabase } from '@tradewind/store';
import type { CrashPoint } from '../harness/crash-point-names.ts';
import { eventually } from '../harness/eventually.ts';
import { killSafely } from '../harness/kill-safely.ts';
import { descendantsOf, type SeenProcess } from '../harness/processes.ts';
import type { Program } from '../harness/program.ts';
import { createProject, type Project } from '../harness/project.ts';
import type { Random } from '../harness/random.ts';
import { readJournal } from './check-journal.ts';
import { EXPECTATIONS } from './expectations.ts';
import { countLinesFrom, sizeOfJournal } from './journal-tail.ts';
import { RunFeeder } from './run-feeder.ts';
import { awaitEndOfRuns, findFaults, NARROW_SLOTS } from './verdict.ts';

const crashPoints = new URL('../harness/crash-points.ts', import.meta.url).href;

export class Battlefield {
  readonly project: Project;
  readonly #random: Random;
  #server: Program | undefined;
  #platform: Platform | undefined;
  #database: Database | undefined;
  #feeder: RunFeeder | undefined;
  #listeners = new Set<() => void>();
  #release = 0;
  /** How many processes were killed so far; killing everything counts as one. */
  kills = 0;

  constructor(random: Random) {
    this.#random = random;
    this.project = createProject({ dags: 'faults', environment: { TRADEWIND__CORE__MAX_INFRA_RETRIES: '1000' } });
  }

  get server(): Program {
    if (this.#server === undefined) throw new Error('The server was never started.');
    return this.#server;
  }

  get database(): Database {
    if (this.#database === undefined) throw new Error('The battlefield is not open.');
    return this.#database;
  }

  /** Starts the server and what tests talk to it with. */
  async open(): Promise<void> {
    await this.startServer();
    await this.server.line(/DAGs stored/);
    await this.project.run('pools', 'set', 'narrow', `${NARROW_SLOTS}`, 'for tests');
    const { connection, url } = await this.project.postgres();
    this.#database = openDatabase({ ...connection, maxConnections: 2 });
    const { config } = await loadConfig({
      folder: this.project.folder,
      environment: { ...this.project.environment, DATABASE_URL: url },
    });
    this.#platform = await openPlatform(config, { triggeredBy: 'cli' });
    this.#feeder = new RunFeeder({
      platform: this.#platform,
      dagIds: Object.keys(EXPECTATIONS),
      random: this.#random,
      onChange: this.onChange,
    });
  }

  async close(): Promise<void> {
    await this.#feeder?.stop();
    await this.#platform?.close();
    await this.#database?.close();
    await this.project.dispose();
  }

  /** Told of every line of whatever server runs. */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  feed(): void {
    this.#feeder?.start();
  }

  // What is done to it --------------------------------------------------------------------------------------------------

  async startServer(): Promise<void> {
    this.#launch();
    await this.server.ready();
  }

  /** Kills the server, and starts it again at once, as a service manager does. */
  async killServer(): Promise<void> {
    this.kills += 1;
    await this.server.kill();
    await this.startServer();
    await this.checkStrays();
  }

  /** Starts a server that kills itself when it comes to `point` for the n-th time. One that runs is killed before. */
  async crashAt(point: CrashPoint, occurrence: number): Promise<void> {
    this.kills += this.server.isRunning ? 2 : 1;
    await this.server.kill();
    this.#launch({
      nodeArguments: ['--import', crashPoints],
      environment: { E2E_CRASH_POINT: `${point}:${occurrence}` },
    });
    const { exited, lines } = this.server;
    const end = await Promise.race([exited, this.#patience(`the server at ${point}:${occurrence}`)]);
    if (end.signal !== 'SIGKILL')
      throw new Error(`At ${point} the server ended otherwise:\n${lines.slice(-20).join('\n')}`);
  }

  /** Kills one process of this role, if there is one; of workers rather one that has run tasks. */
  killOne(role: 'worker' | 'loader'): void {
    const targets = this.project.processes().filter((process) => process.role === role);
    const used = new Set(readJournal(this.project.journal).map(({ pid }) => pid));
    const preferred = targets.filter(({ pid }) => used.has(pid));
    const [victim] = this.#random.shuffle(preferred.length > 0 ? preferred : targets);
    if (victim === undefined) return;
    this.kills += 1;
    killSafely(victim.pid);
  }

  /** Waits until tasks have written `lines` more lines, or for two seconds. */
  async progress(lines: number): Promise<void> {
    const { journal } = this.project;
    const from = sizeOfJournal(journal);
    const until = performance.now() + 2_000;
    const isOver = (): boolean => countLinesFrom(journal, from) >= lines || performance.now() > until;
    await eventually(() => isOver() || undefined, { what: 'progress', everyMs: 5 });
  }

  /** Kills the postmaster, and waits until there is another one. */
  async killPostgres(): Promise<void> {
    const { pid } = await this.project.postgres();
    this.kills += 1;
    killSafely(pid);
    await eventually(async () => (await this.project.postgres()).pid !== pid || undefined, {
      what: 'the next postmaster',
    });
  }

  async killEverything(): Promise<void> {
    this.kills += 1;
    // What was started between a look and the kill would have nobody left to end it, so it looks until nothing is there.
    const killAll = (): true | undefined => {
      const found = this.project.processes();
      for (const { pid } of this.#random.shuffle(found)) killSafely(pid);
      return found.length === 0 || undefined;
    };
    await eventually(killAll, { what: 'the end of everything', everyMs: 5 });
    await this.server.exited;
    await this.startServer();
    await this.checkStrays();
  }

  /** Saves a DAG file with other code, which makes a new version. */
  releaseVersion(): void {
    this.#release += 1;
    const path = join(this.project.dagsFolder, 'versioned.ts');
    const code = readFileSync(path, 'utf8');
    writeFileSync(path, code.replace(/const release = \d+;/, `const release = ${this.#release};`));
  }

  // What must hold ------------------------------------------------------------------------------------------------------

  /** Lets everything finish. Gives a sentence for each thing that is wrong then. */
  async settle(): Promise<readonly string[]> {
    const accepted = (await this.#feeder?.stop()) ?? [];
    const { database, onChange } = this;
    await awaitEndOfRuns(database, onChange);
    return findFaults({ database, accepted, journal: this.project.journal, schedulers: [this.server.pid] });
  }

  /** Whatever does not belong to the server that runs must end by itself, and soon. */
  async checkStrays(): Promise<void> {
    await eventually(
      () => {
        const strays = this.strays();
        return strays.length === 0 || new Error(strays.map(({ pid, command }) => `${pid} ${command}`).join('\n'));
      },
      { what: 'the end of processes whose server was killed', timeoutMs: 5_000 },
    );
  }

  /** Processes that neither descend from the server nor are its PostgreSQL. */
  strays(): readonly SeenProcess[] {
    const processes = this.project.processes();
    const own = new Set(descendantsOf(this.server.pid, processes).map(({ pid }) => pid));
    return processes.filter(
      ({ pid, role }) => pid !== this.server.pid && !own.has(pid) && role !== 'postmaster' && role !== 'backend',
    );
  }

  #launch(options: Parameters<Project['start']>[1] = {}): void {
    this.#server = this.project.start(['standalone'], options);
    this.#server.onChange(() => {
      for (const listener of [...this.#listeners]) listener();
    });
  }

  async #patience(what: string): Promise<never> {
    const { server } = this;
    return eventually<never>(() => undefined, {
      what,
      onChange: (listener) => server.onChange(listener),
      everyMs: 500,
    });
  }
}
