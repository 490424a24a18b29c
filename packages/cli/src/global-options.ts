import type { OptionSpecs } from './arguments/option-spec.ts';
import type { CommandHelp } from './define-command.ts';

/** Options that every command takes. */
export const GLOBAL_OPTIONS = {
  config: {
    kind: 'text',
    valueName: 'file',
    summary: 'A configuration file instead of the one that is found from the working folder upwards.',
  },
  url: {
    kind: 'text',
    valueName: 'address',
    summary: 'Speak with the API server at this address instead of a database; cli.url otherwise.',
  },
  debug: { kind: 'flag', summary: 'Show where an error comes from.' },
  help: { kind: 'flag', short: 'h', summary: 'Explain the command.' },
} as const;

/** Those that a command takes: one that is bound to this machine has no `--url`, one of its own goes before ours. */
export function globalOptionsOf({ isLocal, options }: CommandHelp): OptionSpecs {
  const { url, ...others } = GLOBAL_OPTIONS;
  return isLocal === true || 'url' in options ? others : { url, ...others };
}
