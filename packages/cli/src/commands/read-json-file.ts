import { CommandFailedError } from '../errors.ts';
import type { Files } from '../ports/files.ts';

/**
 * The JSON object in a file, entry by entry.
 *
 * @throws {CommandFailedError} when the file cannot be read, or holds something else.
 */
export async function readJsonFile(files: Files, path: string): Promise<readonly (readonly [string, unknown])[]> {
  const text = await files.read(path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CommandFailedError(`${path} is not valid JSON: ${(cause as Error).message}.`, { cause });
  }
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) return Object.entries(content);
  throw new CommandFailedError(
    `Expected ${path} to hold a JSON object, got: ${Array.isArray(content) ? 'a list' : typeof content}.`,
  );
}
