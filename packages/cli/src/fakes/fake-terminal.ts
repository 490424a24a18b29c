import type { Terminal } from '../ports/terminal.ts';

export interface FakeTerminalOptions {
  /** @default null, as in a pipe */
  readonly columns?: number | null;
  readonly rows?: number | null;
  readonly hasColors?: boolean;
  readonly isInteractive?: boolean;
  /** What the person answers; null when there is nobody. @default null */
  readonly answer?: boolean | null;
  /** The lines that the person types when asked, one after the other. @default nobody is there */
  readonly lines?: readonly string[];
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
  /** What was asked without showing the answer. */
  readonly hiddenQuestions: string[] = [];
  readonly #answer: boolean | null;
  readonly #lines: string[];

  constructor(options: FakeTerminalOptions = {}) {
    this.columns = options.columns ?? null;
    this.rows = options.rows ?? null;
    this.hasColors = options.hasColors ?? false;
    this.isInteractive = options.isInteractive ?? false;
    this.#answer = options.answer ?? null;
    this.#lines = [...(options.lines ?? [])];
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

  async ask(question: string, { isHidden = false }: { readonly isHidden?: boolean } = {}): Promise<string | null> {
    (isHidden ? this.hiddenQuestions : this.questions).push(question);
    return this.#lines.shift() ?? null;
  }
}
