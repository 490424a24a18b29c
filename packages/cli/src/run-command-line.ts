/**
 * From the words of a command line to an exit code.
 *
 * Help must come at once, so only what it needs is imported here; the rest is loaded by those who go on.
 */
import type { OptionValues } from './arguments/option-spec.ts';
import { COMMAND_GROUPS, COMMANDS, type CommandEntry } from './command-table.ts';
import type { CommandHelp } from './define-command.ts';
import type { UsageError } from './errors.ts';
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
  openPorts(options: {
    readonly configFile: string | undefined;
    /** The server that is meant; undefined: as the configuration says. */
    readonly url: string | undefined;
  }): Promise<Ports & { close(): Promise<void> }>;
}

type GlobalOptions = OptionValues<typeof GLOBAL_OPTIONS>;

/** Runs a command line. Never rejects: whatever goes wrong is said on the terminal. */
export async function runCommandLine(line: CommandLine): Promise<ExitCode> {
  try {
    return await dispatch(line);
  } catch (error) {
    if (line.interruption.aborted) return EXIT_CODES.interrupted.code;
    return reportError(line.terminal, error, line.words.includes('--debug'));
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
  if (!COMMAND_GROUPS.some(({ name }) => name === first)) throw await unknownCommand(first);
  if (second === undefined || second === '--help' || second === '-h') return say(line, renderGroupHelp(styles, first));
  const entry = COMMANDS.find(({ path }) => path === `${first} ${second}`);
  if (entry === undefined) throw await unknownCommand(second, first);
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
  const options = { ...GLOBAL_OPTIONS, ...help.options };
  const { parseArguments } = await import('./arguments/parse-arguments.ts');
  const input = parseArguments({ path: entry.path, arguments: help.arguments, options }, words);
  const { config: configFile, url } = input.options as unknown as GlobalOptions;
  const ports = await line.openPorts({ configFile, url: await serverMeant(entry.path, help, url) });
  try {
    const code = await command.run(input, ports);
    return code ?? (line.interruption.aborted ? EXIT_CODES.interrupted.code : EXIT_CODES.done.code);
  } finally {
    await ports.close();
  }
}

/** @throws {UsageError} when the command knows no server, or the address is none. */
async function serverMeant(path: string, help: CommandHelp, url: string | undefined): Promise<string | undefined> {
  if (url === undefined || 'url' in help.options) return undefined;
  const [{ UsageError }, { readAddress }] = await Promise.all([import('./errors.ts'), import('./sign-in/address.ts')]);
  if (help.isLocal === true) {
    throw new UsageError(
      `"tradewind ${path}" works with the files and the database of the machine that it runs on, and takes no --url.`,
      path,
    );
  }
  const address = readAddress(url);
  if (address !== null) return address;
  throw new UsageError(`Expected --url to be an address such as https://tradewind.example:8080, got: "${url}".`, path);
}

function say({ terminal }: CommandLine, text: string): ExitCode {
  terminal.write(text);
  return EXIT_CODES.done.code;
}

async function unknownCommand(word: string, group?: string): Promise<UsageError> {
  const [{ UsageError }, { didYouMean }] = await Promise.all([import('./errors.ts'), import('@tradewind/model')]);
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

/** Says what went wrong. Returns the exit code for it. */
async function reportError(terminal: Terminal, error: unknown, isDebug: boolean): Promise<ExitCode> {
  const { exitCodeOf, isTradewindError, UsageError } = await import('./errors.ts');
  const styles = stylesFor(terminal);
  const name = styles.red('error:');
  if (!isTradewindError(error)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.writeError(`${name} ${detail}\nThis is a fault in Tradewind. Please report it with the lines above.\n`);
    return exitCodeOf(error);
  }
  terminal.writeError(`${name} ${error.message}\n`);
  if (error instanceof UsageError) {
    const command = error.command === '' ? '' : ` ${error.command}`;
    terminal.writeError(styles.dim(`"tradewind${command} --help" explains it.\n`));
  } else if (isDebug) {
    terminal.writeError(`${styles.dim(`${error.code}\n${error.stack ?? ''}`)}\n`);
  }
  return exitCodeOf(error);
}
