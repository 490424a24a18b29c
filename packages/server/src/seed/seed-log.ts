/** A long log, to measure the viewer and the search. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type AttemptRef, type LogLine, logPath } from '@tradewind/worker';

const LEVELS = ['info', 'info', 'info', 'info', 'debug', 'info', 'info', 'warn'] as const;
const LINES_PER_WRITE = 5_000;

/** Writes `lines` lines as the log of an attempt; one in ten thousand is an error. */
export async function seedLog(
  folder: string,
  attempt: AttemptRef,
  { lines, now }: { readonly lines: number; readonly now: number },
): Promise<void> {
  const path = logPath(folder, attempt);
  await mkdir(dirname(path), { recursive: true });
  const file = createWriteStream(path);
  for (let first = 0; first < lines; first += LINES_PER_WRITE) {
    const count = Math.min(LINES_PER_WRITE, lines - first);
    const text = Array.from({ length: count }, (_, index) => `${JSON.stringify(lineAt(first + index, now))}\n`).join(
      '',
    );
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

function lineAt(number: number, now: number): LogLine {
  const isError = number % 10_000 === 9_999;
  return {
    at: new Date(now + number).toISOString(),
    level: isError ? 'error' : LEVELS[number % LEVELS.length]!,
    stream: number % 3 === 0 ? 'log' : 'stdout',
    message: isError
      ? `batch ${number}: write to warehouse failed after 3 tries`
      : `row ${number} of partition ${number % 97} copied in ${number % 31} ms`,
  };
}
