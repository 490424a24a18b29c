/** Where a command speaks. */
export interface Terminal {
  /** Results: standard output. */
  write(text: string): void;
  /** Everything that is not the result: hints, progress, questions, errors. */
  writeError(text: string): void;
  /** Width in columns; null when the output is no terminal, so that nothing is cut. */
  readonly columns: number | null;
  readonly rows: number | null;
  /** Whether results may be coloured: a terminal, unless NO_COLOR; or FORCE_COLOR. */
  readonly hasColors: boolean;
  /** Whether the output is a terminal, so that lines can be drawn over. */
  readonly isInteractive: boolean;
  /**
   * Asks a question that is answered with yes or no; no is the default.
   *
   * Resolves to null when there is nobody to ask.
   */
  confirm(question: string): Promise<boolean | null>;
  /**
   * Asks for a line of text; what is typed is not shown when `isHidden`.
   *
   * Resolves to null when there is nobody to ask, or the question is turned down with Ctrl-C or Ctrl-D.
   */
  ask(question: string, options?: { readonly isHidden?: boolean }): Promise<string | null>;
}
