import { createInterface } from 'node:readline/promises';
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
  };
}
