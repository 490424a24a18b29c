import { runCommandLine } from './run-command-line.ts';
import { processTerminal } from './terminal.ts';

export interface MainOptions {
  /**
   * The folder of the package `tradewind`, so that DAG files can import it wherever they lie.
   * @default unknown
   */
  readonly packageFolder?: string | null;
}

/**
 * Runs the command line of this process, and sets its exit code.
 *
 * The first Ctrl-C or SIGTERM asks the command to stop in an orderly way; the second one ends the process.
 */
export async function main(words: readonly string[], { packageFolder = null }: MainOptions = {}): Promise<void> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    if (interruption.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interruption.abort();
  };
  const terminal = processTerminal(() => interruption.abort());
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  process.exitCode = await runCommandLine({
    words,
    terminal,
    interruption: interruption.signal,
    async openPorts(chosen) {
      const { openProcessPorts } = await import('./process-ports.ts');
      return openProcessPorts({ ...chosen, packageFolder, terminal, interruption: interruption.signal });
    },
  });
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
}
