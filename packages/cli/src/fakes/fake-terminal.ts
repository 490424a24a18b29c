import type { Terminal } from '../ports/terminal.ts';

export interface FakeTerminalOptions {
  /** @default null, as in a pipe */
  readonly columns?: number | null;
  readonly rows?: number | null;
  readonly hasColors?: boolean;
  readonly isInteractive?: boolean;
  /** What the person answers; null when there is nobody. @default null */
  readonly answer?: boolean | null;
}

/** A terminal that remembers what was written. */
export class FakeTerminal implements Terminal {
  readonly columns: number | null;
  readonly rows: number | null;
  readonly hasColors: boolean;
  readonly isInteractive: boolean;
  readonly questions: string[] = [];
  out = '';
  err = '';
  readonly #answer: boolean | null;

  constructor(options: FakeTerminalOptions = {}) {
    this.columns = options.columns ?? null;
    this.rows = options.rows ?? null;
    this.hasColors = options.hasColors ?? false;
    this.isInteractive = options.isInteractive ?? false;
    this.#answer = options.answer ?? null;
  }

  write(text: string): void {
    this.out += text;
  }

  writeError(text: string): void {
    this.err += text;
  }

  async confirm(question: string): Promise<boolean | null> {
    this.questions.push(question);
    return this.#answer;
  }
}
