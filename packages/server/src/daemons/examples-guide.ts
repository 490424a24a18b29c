/**
 * What a newcomer sees of the examples: the report of the first one as soon as its runs are through, and how to go on.
 *
 * It only listens; nothing depends on it.
 */
import type { DagId, RunId, TaskId } from '@tradewind/model';
import type { SchedulerEvent } from '@tradewind/scheduler';
import type { LogStore } from '@tradewind/worker';
import type { LogSink } from '../logging/logger.ts';

const FIRST_DAG = 'flights_daily' as DagId;
const REPORT_TASK = 'year_report' as TaskId;
/** Nothing of the first DAG ran for so long: its runs are through, or there was nothing to make up for. */
const QUIET_MS = 2_500;

export interface ExamplesGuideParts {
  readonly sink: LogSink;
  readonly logs: Pick<LogStore, 'read' | 'caughtUp'>;
  readonly dagsFolder: string;
  /** Where the pages are; null when nobody serves them. */
  readonly pagesUrl: () => Promise<string | null>;
}

export class ExamplesGuide {
  readonly #parts: ExamplesGuideParts;
  #timer: NodeJS.Timeout | undefined;
  #active = 0;
  #finished = 0;
  #latest: RunId | null = null;
  #isDone = false;

  constructor(parts: ExamplesGuideParts) {
    this.#parts = parts;
  }

  /** Begins to wait for a quiet moment. */
  start(): void {
    this.#wait();
  }

  stop(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
  }

  hear(event: SchedulerEvent): void {
    if (this.#isDone || !('dagId' in event) || event.dagId !== FIRST_DAG) return;
    if (event.kind === 'runStarted') this.#active += 1;
    if (event.kind !== 'runFinished') return;
    this.#active -= 1;
    this.#finished += 1;
    if (this.#latest === null || event.runId > this.#latest) this.#latest = event.runId;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#say(), QUIET_MS);
  }

  async #say(): Promise<void> {
    if (this.#active > 0) return;
    this.stop();
    const lines = this.#latest === null ? [] : await this.#report(this.#latest);
    const url = await this.#parts.pagesUrl();
    this.#parts.sink.write(`\n${[...lines, ...this.#howToGoOn(url)].join('\n')}\n\n`);
  }

  async #report(runId: RunId): Promise<readonly string[]> {
    const { logs } = this.#parts;
    await logs.caughtUp();
    const attempt = { dagId: FIRST_DAG, runId, taskId: REPORT_TASK, mapIndex: -1, tryNumber: 1 };
    const { lines } = await logs.read(attempt);
    return [
      `${this.#finished} runs of ${FIRST_DAG} are through. Its last report:`,
      '',
      ...lines.map(({ message }) => message),
      '',
    ];
  }

  #howToGoOn(url: string | null): readonly string[] {
    return [
      ...(url === null ? [] : [`The pages are at ${url}; the password of "admin" was printed at the first start.`, '']),
      'How to go on, from another terminal in this folder:',
      '  npx tradewind dags list                                  what there is, and when it runs next',
      `  npx tradewind dags show ${FIRST_DAG}                    the graph of a DAG`,
      `  npx tradewind dags list-runs ${FIRST_DAG}               its runs`,
      '  npx tradewind dags trigger mixed_languages --wait        run another example, and watch it',
      '  npx tradewind --help                                     everything else',
      `Your own DAGs belong into ${this.#parts.dagsFolder}; a file is picked up as soon as it is saved.`,
    ];
  }
}
