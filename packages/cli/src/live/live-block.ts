import { displayWidth } from '../output/display-width.ts';
import type { Terminal } from '../ports/terminal.ts';

/** Lines at the end of a terminal that are drawn over and over in the same place. */
export interface LiveBlock {
  draw(lines: readonly string[]): void;
  /** Takes the block away, and shows the cursor again. */
  close(): void;
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_DOWN = '\x1b[J';

export function liveBlock(terminal: Terminal): LiveBlock {
  let height = 0;
  let drawn: string | null = null;
  const home = (): string => (height === 0 ? '\r' : `\x1b[${height}A\r`);
  return {
    draw(lines) {
      const text = lines.map((line) => `${line}\n`).join('');
      if (text === drawn) return;
      terminal.write(`${drawn === null ? HIDE_CURSOR : ''}${home()}${CLEAR_DOWN}${text}`);
      drawn = text;
      height = lines.reduce((sum, line) => sum + rowsOf(line, terminal.columns ?? 80), 0);
    },
    close() {
      if (drawn !== null) terminal.write(`${home()}${CLEAR_DOWN}${SHOW_CURSOR}`);
      drawn = null;
      height = 0;
    },
  };
}

/** A long line takes several rows. */
function rowsOf(line: string, columns: number): number {
  return Math.max(1, Math.ceil(displayWidth(line) / columns));
}
