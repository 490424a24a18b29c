/** Options that every command takes. */
export const GLOBAL_OPTIONS = {
  config: {
    kind: 'text',
    valueName: 'file',
    summary: 'A configuration file instead of the one that is found from the working folder upwards.',
  },
  debug: { kind: 'flag', summary: 'Show where an error comes from.' },
  help: { kind: 'flag', short: 'h', summary: 'Explain the command.' },
} as const;
