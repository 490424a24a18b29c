/** Reads stack traces as text, since only the text has the places in the original TypeScript. */
import { fileURLToPath } from 'node:url';

export interface StackFrame {
  /** An absolute path, or a name of Node's own such as `node:internal/modules/cjs/loader`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

const FRAME = /^\s+at (?:.*\()?((?:file:\/\/|node:|\/|[A-Za-z]:\\).*?):(\d+):(\d+)\)?$/;

/** The frames that name a place, from the innermost one. */
export function readStackFrames(stack: string): readonly StackFrame[] {
  return stack.split('\n').flatMap((text) => {
    const [, place, line, column] = FRAME.exec(text) ?? [];
    if (place === undefined) return [];
    return [{ file: toPath(place), line: Number(line), column: Number(column), text }];
  });
}

function toPath(place: string): string {
  return place.startsWith('file:') ? fileURLToPath(place.replace(/[?#].*$/, '')) : place;
}
