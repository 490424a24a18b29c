/** Sends reports together; one that is too large to be sent becomes the failure of its attempt. */
import type { AttemptReport, MessageFromWorker } from '@tradewind/model';

export function sendReports(reports: readonly AttemptReport[], send: (message: MessageFromWorker) => void): void {
  if (reports.length === 0) return;
  try {
    send({ kind: 'reports', reports });
  } catch (error) {
    if (reports.length > 1) for (const report of reports) sendReports([report], send);
    else send({ kind: 'reports', reports: reports.map((report) => withoutContent(report, error as Error)) });
  }
}

function withoutContent(report: AttemptReport, { message }: Error): AttemptReport {
  if (report.kind === 'started') return report;
  const error = {
    name: 'XComTooLargeError',
    message: `What the task returned and pushed is too large together. ${message}`,
    code: 'XCOM_TOO_LARGE',
    stack: null,
    cause: null,
  };
  return { ...report, rendered: null, outcome: { kind: 'failed', error, isRetryable: false } };
}
