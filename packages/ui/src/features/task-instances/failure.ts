/** What of an error people read first: its name, its message, and where in their own code it was thrown. */

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly frame: StackFrame | null;
  /** All of it, with its causes. */
  readonly stack: string;
}

export interface StackFrame {
  readonly function: string | null;
  /** Inside the DAG folder, if it is there. */
  readonly file: string;
  readonly line: number;
}

interface StoredError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly cause: unknown;
}

const IN_BUNDLE = /\/bundles\/[0-9a-f]{16,}\/(.+)$/;
const FRAME = /^\s*at (?:(?:async )?(.+) \()?(?:file:\/\/)?(.+?):(\d+)(?::\d+)?\)?$/;

/** Null when there is no error that can be read. */
export function readFailure(error: unknown): Failure | null {
  if (!isStoredError(error)) return null;
  return { name: error.name, message: error.message, frame: firstFrame(error.stack ?? ''), stack: wholeStack(error) };
}

function isStoredError(error: unknown): error is StoredError {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message } = error as Partial<Record<keyof StoredError, unknown>>;
  return typeof name === 'string' && typeof message === 'string';
}

/** The first frame in the DAG folder, else the first one at all. */
function firstFrame(stack: string): StackFrame | null {
  const frames = stack.split('\n').flatMap((line) => {
    const [, name = null, path, number] = FRAME.exec(line) ?? [];
    if (path === undefined) return [];
    const own = IN_BUNDLE.exec(path)?.[1];
    return [{ isOwn: own !== undefined, frame: { function: name, file: own ?? path, line: Number(number) } }];
  });
  return (frames.find(({ isOwn }) => isOwn) ?? frames[0])?.frame ?? null;
}

function wholeStack({ name, message, stack, cause }: StoredError): string {
  const own = stack ?? `${name}: ${message}`;
  return isStoredError(cause) ? `${own}\nCaused by ${wholeStack(cause)}` : own;
}
