/** A virtual environment of Python with what a test needs, made once for each set of requirements. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const execute = promisify(execFile);

export interface PythonEnvironment {
  /** The folder of `python` and of the programs that were installed. */
  readonly bin: string;
  /** What is missing for it; null when nothing is. */
  readonly lack: string | null;
}

/** Makes the environment `name` when it is missing, or of other requirements. */
export async function preparePython(name: string, requirements: string): Promise<PythonEnvironment> {
  const folder = join(cache, name);
  const bin = join(folder, 'bin');
  const wanted = readFileSync(requirements, 'utf8');
  const mark = join(folder, 'requirements.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return { bin, lack: null };
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  try {
    await execute('python3', ['-m', 'venv', folder]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
    await execute(join(bin, 'python'), pip);
  } catch (error) {
    const reason = `The environment ${name} of Python cannot be made: apt-get install python3-venv`;
    return { bin, lack: `${reason}\n${(error as Error).message}` };
  }
  writeFileSync(mark, wanted);
  return { bin, lack: null };
}

export interface ProcessResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Runs a program of the environment to its end, or for `timeoutMs`. */
export function runInPython(
  words: readonly [program: string, ...words: string[]],
  { environment, timeoutMs }: { readonly environment: Readonly<Record<string, string>>; readonly timeoutMs: number },
): Promise<ProcessResult> {
  const env = { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1', ...environment };
  const [program, ...rest] = words;
  return new Promise((resolve) => {
    execFile(program, rest, { env, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      const cut = error?.killed === true ? `\nIt was ended after ${timeoutMs} ms.` : '';
      resolve({ exitCode, output: `${stdout}${stderr}${cut}` });
    });
  });
}

/** Says loudly that a test is left out; in CI that is a failure. */
export function skipLoudly(lack: string, skip: (note: string) => void): void {
  if (process.env['CI'] !== undefined) throw new Error(lack);
  process.stderr.write(`${lack}\n`);
  skip(lack);
}
