import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { TaskContext } from 'tradewind';

/** Used as long as nobody has set the variable `examples_output`; relative to the folder where Tradewind was started. */
const DEFAULT_FOLDER = '.tradewind/examples-output';

/** The absolute path of a file that a task is about to write, in a folder that exists. */
export async function outputFile({ variables }: TaskContext, name: string): Promise<string> {
  const folder = await variables.get('examples_output', { default: DEFAULT_FOLDER });
  const file = resolve(folder, name);
  await mkdir(dirname(file), { recursive: true });
  return file;
}

/**
 * Writes a file as a whole: `write` fills a draft, which then takes the place of `file`.
 *
 * A task may be stopped at any instant and run again, so that half a file would be read by somebody some day.
 */
export async function writeWhole(file: string, write: (draft: string) => Promise<unknown>): Promise<void> {
  const draft = `${file}.draft`;
  await write(draft);
  await rename(draft, file);
}

export async function writeText(file: string, text: string): Promise<void> {
  await writeWhole(file, (draft) => writeFile(draft, text));
}
