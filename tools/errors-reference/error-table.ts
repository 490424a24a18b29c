/** The table of `docs/reference/errors.md`, and its comparison with the errors that the sources define. */

/** One error that a source defines. */
export interface DefinedError {
  readonly code: string;
  readonly room: string;
  /** `packages/store/src/errors.ts:12` */
  readonly place: string;
}

/** One row of the table. */
export interface DocumentedError {
  readonly code: string;
  readonly room: string;
  readonly whatHappened: string;
  readonly whatToDo: string;
}

/** The rows of the table; every line that begins with a code in backticks is one. */
export function parseErrorTable(markdown: string): DocumentedError[] {
  return markdown.split('\n').flatMap((line) => {
    const [code = '', room = '', whatHappened = '', whatToDo = ''] = cellsOf(line);
    const match = /^`([A-Z][A-Z0-9_]*)`$/.exec(code);
    return match?.[1] === undefined ? [] : [{ code: match[1], room, whatHappened, whatToDo }];
  });
}

/** What is wrong between table and sources: one sentence per fault, saying which line to add or to remove. */
export function compareErrors(defined: readonly DefinedError[], documented: readonly DocumentedError[]): string[] {
  return [
    ...duplicatesOf(defined.map(({ code }) => code)).map((code) => {
      const places = defined.filter((error) => error.code === code).map(({ place }) => place);
      return `${code} is defined more than once: ${places.join(', ')}. A code belongs to one error.`;
    }),
    ...duplicatesOf(documented.map(({ code }) => code)).map((code) => `${code} has more than one line: leave one.`),
    ...defined
      .filter(({ code }) => !documented.some((row) => row.code === code))
      .map(({ code, room, place }) => `${place}: add the line  | \`${code}\` | ${room} | what happened | what to do |`),
    ...documented.flatMap((row) => faultsOfRow(row, defined)),
  ];
}

function faultsOfRow(row: DocumentedError, defined: readonly DefinedError[]): string[] {
  const error = defined.find(({ code }) => code === row.code);
  if (error === undefined) return [`No source defines ${row.code}: remove its line.`];
  if (error.room !== row.room) return [`${row.code} belongs to room "${error.room}", its line says "${row.room}".`];
  const isEmpty = [row.whatHappened, row.whatToDo].some((cell) => cell === '' || /^what (happened|to do)$/.test(cell));
  return isEmpty ? [`The line of ${row.code} does not say what happened and what to do.`] : [];
}

/** The cells of a line of a table. A `\|` inside of a cell is part of it. */
function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function duplicatesOf(codes: readonly string[]): string[] {
  return [...new Set(codes.filter((code, index) => codes.indexOf(code) !== index))];
}
