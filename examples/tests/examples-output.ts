import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';

/** A folder of its own for what the examples of a test file write; removed at its end. */
export interface ExamplesOutput {
  /** The variables with which the examples write there. */
  readonly variables: { readonly [key: string]: string };
  read(file: string): Promise<string>;
}

export function examplesOutput(): ExamplesOutput {
  const variables: { examples_output?: string } = {};
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
  });
  beforeAll(async () => {
    variables.examples_output = await mkdtemp(join(tmpdir(), 'tradewind-examples-'));
  });
  afterAll(() => rm(variables.examples_output!, { recursive: true }));
  return {
    variables: variables as { readonly [key: string]: string },
    read: (file) => readFile(join(variables.examples_output!, file), 'utf8'),
  };
}
