import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Terminal } from './ports/terminal.ts';

/**
 * The terminal, or whatever the streams of this process are connected with.
 *
 * `onReaderGone` is called when whoever reads the output, such as `head`, has seen enough: what is written from then on
 * goes nowhere, and the command should come to its end.
 */
export function processTerminal(onReaderGone: () => void): Terminal {
  const { stdin, stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    onReaderGone();
  });
  return {
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    // A terminal that does not know its size says 0.
    columns: stdout.isTTY ? stdout.columns || 80 : null,
    rows: stdout.isTTY ? stdout.rows || 24 : null,
    // Node knows NO_COLOR, FORCE_COLOR and what the terminal can do.
    hasColors: styleText('red', '.', { stream: stdout }) !== '.',
    isInteractive: stdout.isTTY === true,
    async confirm(question) {
      if (!stdin.isTTY) return null;
      const reader = createInterface({ input: stdin, output: stderr });
      try {
        const answer = await reader.question(`${question} [y/N] `);
        return /^y(es)?$/i.test(answer.trim());
      } finally {
        reader.close();
      }
    },
    ask: (question, { isHidden = false } = {}) => (stdin.isTTY ? askLine(question, isHidden) : Promise.resolve(null)),
  };
}

/** Null when the input ends, or the person gives up. */
async function askLine(question: string, isHidden: boolean): Promise<string | null> {
  const { stdin, stderr } = process;
  // The reader repeats what is typed on its output: a hidden one goes nowhere.
  const output = isHidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : stderr;
  const reader = createInterface({ input: stdin, output, terminal: true });
  const end = new AbortController();
  const giveUp = (): void => end.abort();
  // The reader takes Ctrl-C for itself; whoever listens for the signal is to hear of it as well.
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT')).once('close', giveUp);
  process.once('SIGINT', giveUp);
  // Only after the reader was made: until then the terminal itself shows what is typed.
  if (isHidden) stderr.write(question);
  try {
    return await reader.question(isHidden ? '' : question, { signal: end.signal });
  } catch (error) {
    if (!end.signal.aborted) throw error;
    return null;
  } finally {
    process.off('SIGINT', giveUp);
    reader.close();
    stderr.write(isHidden ? '\n' : '');
  }
}
