import type { SerializedError } from '@tradewind/model';

/** Causes further down than this are left out; a chain of causes may even be a circle. */
const DEEPEST_CAUSE = 5;

/** An error as plain data. What is thrown without being an error becomes one by its text. */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) {
    return {
      name: 'Error',
      message: `not an error was thrown: ${describeThrown(error)}`,
      code: null,
      stack: null,
      cause: null,
    };
  }
  const code: unknown = 'code' in error ? error.code : null;
  const hasCause = error.cause !== undefined && error.cause !== null && depth < DEEPEST_CAUSE;
  return {
    name: String(error.name),
    message: String(error.message),
    code: typeof code === 'string' ? code : null,
    stack: typeof error.stack === 'string' ? error.stack : null,
    cause: hasCause ? serializeError(error.cause, depth + 1) : null,
  };
}

function describeThrown(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
