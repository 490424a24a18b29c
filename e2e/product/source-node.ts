/** Runs Node on the sources of the repository, with the loader that DAG files have. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { registerUrl } from '@tradewind/loader';

export const rootFolder: string = fileURLToPath(new URL('../..', import.meta.url));

export const sourceArguments: readonly string[] = ['--conditions=@tradewind/source', '--import', registerUrl];

export interface Ended {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a program to its end. Never rejects: a failure is an exit code and what was printed. */
export async function run(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  try {
    const { stdout, stderr } = await promisify(execFile)(file, args, { ...options, maxBuffer: 16 * 1024 * 1024 });
    return { exitCode: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number | string; stdout: string; stderr: string };
    return { exitCode: typeof code === 'number' ? code : 1, output: `${stdout}${stderr}` };
  }
}
