/** Errors of the loader. They are thrown by `import` and `require` of the file that is at fault. */

/** Where a fault stands. `line` and `column` count from 1. */
export interface SourcePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A file is not TypeScript or JavaScript: it was refused before a line of it ran. */
export class FileSyntaxError extends SyntaxError {
  readonly code = 'FILE_SYNTAX_INVALID';
  readonly place: SourcePlace;
  /** The remedy, when the parser knows one. */
  readonly help: string | null;

  constructor(place: SourcePlace, fault: string, help: string | null) {
    super(`${fault}${help === null ? '' : `. ${help}`}`);
    this.name = 'FileSyntaxError';
    this.place = place;
    this.help = help;
    // Where the fault is, is more use to the reader than where the loader noticed it.
    this.stack = `${this.name}: ${this.message}\n    at ${place.file}:${place.line}:${place.column}`;
  }
}

/** The file uses a part of the language that neither Node nor the fast transformer knows, and the other one is absent. */
export class TransformerMissingError extends SyntaxError {
  readonly code = 'TRANSFORMER_MISSING';
  readonly file: string;

  constructor(file: string, feature: string) {
    super(
      `${file} uses ${feature}, which Node cannot run yet. Install the package "@swc/core" beside your DAGs, ` +
        'which Tradewind then uses for this file, or write it without.',
    );
    this.name = 'TransformerMissingError';
    this.file = file;
  }
}
