/** A seeded home with an API server over it, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../packages/tradewind/bin/tradewind.js', import.meta.url));
const LIMIT_MS = 60_000;

export interface ApiServerProcess {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

export async function startApiServer(
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<ApiServerProcess> {
  const program = spawn(process.execPath, [...process.execArgv, PROGRAM, 'api-server'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { origin: await untilListening(program), pid: program.pid!, stop: () => stop(program) };
}

async function untilListening(program: ChildProcess): Promise<string> {
  const lines: string[] = [];
  AbortSignal.timeout(LIMIT_MS).addEventListener('abort', () => lines.length > 0 && program.kill('SIGKILL'));
  for await (const line of createInterface({ input: program.stderr! })) {
    lines.push(line);
    const [, url] = /"message":"API server listens".*"url":"([^"]+)"/.exec(line) ?? [];
    if (url === undefined) continue;
    program.stderr!.resume();
    return url;
  }
  throw new Error(`"tradewind api-server" ended before it listened. It said:\n${lines.join('\n')}`);
}

async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const exited = once(program, 'exit');
  program.kill('SIGTERM');
  await exited;
}
