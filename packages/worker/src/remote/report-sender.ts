/**
 * Sends reports until they are stored: one batch at a time, and what comes meanwhile is the next batch. One that is too
 * large to be taken becomes the failure of its attempt.
 */
import { sendReports } from '@tradewind/contract/execution';
import type { AttemptId, AttemptReport } from '@tradewind/model';
import { ExecutionRefusedError } from './errors.ts';
import type { Credentials, ExecutionClient } from './execution-client.ts';
import type { GivenWorkload } from './given-workload.ts';

/** Starts wait this long for company, since nothing hangs on them: short attempts are told in one call. */
const START_DELAY_MS = 10;
/** More would make others wait for the answer. */
const MOST_TOGETHER = 1000;

export interface ReportSenderOptions {
  readonly client: ExecutionClient;
  readonly credentials: Credentials;
  /** How many attempts are welcome with the answer. */
  readonly appetite: () => { readonly ahead: number; readonly limit: number };
  readonly onStored: (reports: readonly AttemptReport[], refused: readonly AttemptId[]) => void;
  readonly onWork: (work: readonly GivenWorkload[]) => void;
  readonly onUnreadable: (message: string) => void;
}

export class ReportSender {
  readonly #options: ReportSenderOptions;
  #waiting: AttemptReport[] = [];
  #sending: Promise<void> | null = null;
  #delay: NodeJS.Timeout | undefined;

  constructor(options: ReportSenderOptions) {
    this.#options = options;
  }

  add(reports: readonly AttemptReport[]): void {
    if (reports.length === 0) return;
    for (const report of reports) this.#waiting.push(report);
    if (reports.some(({ kind }) => kind === 'finished')) return this.#begin();
    this.#delay ??= setTimeout(() => this.#begin(), START_DELAY_MS);
  }

  #begin(): void {
    clearTimeout(this.#delay);
    this.#delay = undefined;
    // What waited for company may have gone with a batch meanwhile. A run without work would end before it is noted here.
    if (this.#waiting.length > 0) this.#sending ??= this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, MOST_TOGETHER));
    } catch {
      // The worker is stopping, or was turned away: nobody listens any more.
    } finally {
      this.#sending = null;
    }
  }

  async #send(reports: readonly AttemptReport[]): Promise<void> {
    const { client, credentials, appetite, onStored, onWork } = this.#options;
    try {
      const body = { reports: [...reports], ...appetite() };
      const { value } = await client.call(sendReports, { body }, credentials);
      onStored(reports, value.refused);
      onWork(value.work);
    } catch (error) {
      if (!(error instanceof ExecutionRefusedError)) throw error;
      await this.#sendRefused(reports, error);
    }
  }

  /** What is not taken together may be taken one by one; of what is not taken alone, the end at least. */
  async #sendRefused(reports: readonly AttemptReport[], error: ExecutionRefusedError): Promise<void> {
    const [first] = reports;
    if (reports.length > 1) {
      for (const report of reports) await this.#send([report]);
    } else if (first?.kind === 'finished' && first.outcome.kind !== 'failed') {
      await this.#send([withoutContent(first, error)]);
    } else {
      this.#options.onUnreadable(error.message);
      this.#options.onStored(reports, []);
    }
  }
}

function withoutContent(
  report: Extract<AttemptReport, { kind: 'finished' }>,
  { message, status }: ExecutionRefusedError,
): AttemptReport {
  const isTooLarge = status === 413;
  const error = {
    name: isTooLarge ? 'XComTooLargeError' : 'ReportRefusedError',
    message: `What the task returned and pushed was not taken by the server. ${message}`,
    code: isTooLarge ? 'XCOM_TOO_LARGE' : 'REPORT_REFUSED',
    stack: null,
    cause: null,
  };
  return { ...report, rendered: null, outcome: { kind: 'failed', error, isRetryable: false } };
}
