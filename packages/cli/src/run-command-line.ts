/** From the words of a command line to an exit code. */
import { didYouMean } from '@tradewind/model';
import type { OptionValues } from './arguments/option-spec.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from './command-table.ts';
import { exitCodeOf, isTradewindError, UsageError } from './errors.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import { GLOBAL_OPTIONS } from './global-options.ts';
import { renderCommandHelp, renderGroupHelp, renderProgramHelp } from './help/render-help.ts';
import { type Styles, stylesFor } from './output/styles.ts';
import type { Ports } from './ports/ports.ts';
import type { Terminal } from './ports/terminal.ts';

export interface CommandLine {
  /** What stands after `tradewind`. */
  readonly words: readonly string[];
  readonly terminal: Terminal;
  readonly interruption: AbortSignal;
  openPorts(options: { readonly configFile: string | undefined }): Ports & { close(): Promise<void> };
}

type GlobalOptions = OptionValues<typeof GLOBAL_OPTIONS>;

/** Runs a command line. Never rejects: whatever goes wrong is said on the terminal. */
export async function runCommandLine(line: CommandLine): Promise<ExitCode> {
  try {
    return await dispatch(line);
  } catch (error) {
    if (line.interruption.aborted) return EXIT_CODES.interrupted.code;
    reportError(line.terminal, error, line.words.includes('--debug'));
    return exitCodeOf(error);
  }
}

async function dispatch(line: CommandLine): Promise<ExitCode> {
  const styles = stylesFor(line.terminal);
  const words = line.words[0] === 'help' ? [...line.words.slice(1), '--help'] : line.words;
  const [first, second] = words;
  if (first === undefined || first === '--help' || first === '-h') return say(line, renderProgramHelp(styles));
  if (first === '--version' || first === '-V') return dispatch({ ...line, words: ['version'] });
  const single = COMMANDS.find(({ path }) => path === first);
  if (single !== undefined) return runEntry(line, single, words.slice(1), styles);
  if (!COMMAND_GROUPS.some(({ name }) => name === first)) throw unknownCommand(first);
  if (second === undefined || second === '--help' || second === '-h') return say(line, renderGroupHelp(styles, first));
  const entry = COMMANDS.find(({ path }) => path === `${first} ${second}`);
  if (entry === undefined) throw unknownCommand(second, first);
  return runEntry(line, entry, words.slice(2), styles);
}

async function runEntry(
  line: CommandLine,
  entry: CommandEntry,
  words: readonly string[],
  styles: Styles,
): Promise<ExitCode> {
  const command = await entry.load();
  const { help } = command;
  const end = words.indexOf('--');
  const asksForHelp = words.slice(0, end === -1 ? undefined : end).some((word) => word === '--help' || word === '-h');
  if (asksForHelp) return say(line, renderCommandHelp(styles, entry, help));
  const options = { ...help.options, ...GLOBAL_OPTIONS };
  const input = parseArguments({ path: entry.path, arguments: help.arguments, options }, words);
  const ports = line.openPorts({ configFile: (input.options as unknown as GlobalOptions).config });
  try {
    const code = await command.run(input, ports);
    return code ?? (line.interruption.aborted ? EXIT_CODES.interrupted.code : EXIT_CODES.done.code);
  } finally {
    await ports.close();
  }
}

function say({ terminal }: CommandLine, text: string): ExitCode {
  terminal.write(text);
  return EXIT_CODES.done.code;
}

function unknownCommand(word: string, group?: string): UsageError {
  const prefix = group === undefined ? '' : `${group} `;
  const known = COMMANDS.filter(({ path }) => path.startsWith(prefix)).map(({ path }) => path.slice(prefix.length));
  const heads = group === undefined ? [...new Set(known.map((path) => path.split(' ')[0]!))] : known;
  const hint = didYouMean(word, heads) || elsewhere(word);
  return new UsageError(`There is no command "tradewind ${prefix}${word}".${hint}`, group ?? '');
}

/** `tradewind trigger` means `tradewind dags trigger`. */
function elsewhere(word: string): string {
  const places = COMMANDS.filter(({ path }) => path.endsWith(` ${word}`)).map(({ path }) => `"tradewind ${path}"`);
  return places.length === 0 ? '' : ` Did you mean ${places.join(' or ')}?`;
}

function reportError(terminal: Terminal, error: unknown, isDebug: boolean): void {
  const styles = stylesFor(terminal);
  const name = styles.red('error:');
  if (!isTradewindError(error)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return terminal.writeError(
      `${name} ${detail}\nThis is a fault in Tradewind. Please report it with the lines above.\n`,
    );
  }
  terminal.writeError(`${name} ${error.message}\n`);
  if (error instanceof UsageError) {
    const command = error.command === '' ? '' : ` ${error.command}`;
    return terminal.writeError(styles.dim(`"tradewind${command} --help" explains it.\n`));
  }
  if (isDebug) terminal.writeError(`${styles.dim(`${error.code}\n${error.stack ?? ''}`)}\n`);
}
