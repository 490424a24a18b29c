import type { ArgumentSpecs, ArgumentValues, OptionSpecs, OptionValues } from './arguments/option-spec.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Ports } from './ports/ports.ts';

export interface Example {
  readonly command: string;
  readonly summary: string;
}

export interface CommandHelp<
  Arguments extends ArgumentSpecs = ArgumentSpecs,
  Options extends OptionSpecs = OptionSpecs,
> {
  /** What the summary in the command table leaves open, in sentences. */
  readonly description?: string;
  /** True: it works with the files or the database of this machine, and not by the API. @default false */
  readonly isLocal?: true;
  readonly arguments: Arguments;
  readonly options: Options;
  readonly examples?: readonly Example[];
}

export interface CommandInput<Arguments extends ArgumentSpecs, Options extends OptionSpecs> {
  readonly arguments: ArgumentValues<Arguments>;
  readonly options: OptionValues<Options>;
}

/** A command: what it takes, and what it does with that. It speaks to the world through `ports` alone. */
export interface Command {
  readonly help: CommandHelp;
  /** Resolves to the exit code; nothing means done, or interrupted. Its input is what `help` promises. */
  run(input: { readonly arguments: unknown; readonly options: unknown }, ports: Ports): Promise<ExitCode | undefined>;
}

/** Types the input of `run` by what `help` says. */
export function defineCommand<const Arguments extends ArgumentSpecs, const Options extends OptionSpecs>(command: {
  readonly help: CommandHelp<Arguments, Options>;
  run(input: CommandInput<Arguments, Options>, ports: Ports): Promise<ExitCode | undefined>;
}): Command {
  return {
    help: command.help,
    run: (input, ports) => command.run(input as CommandInput<Arguments, Options>, ports),
  };
}
