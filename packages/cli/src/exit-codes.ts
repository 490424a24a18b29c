/** What the exit code of `tradewind` says. Permanent: scripts compare it. */
export const EXIT_CODES = {
  done: { code: 0, meaning: 'Done.' },
  failed: {
    code: 1,
    meaning:
      'It failed: a run that was waited for ended as failed, what was named does not exist, or the answer is no.',
  },
  usage: { code: 2, meaning: 'The command line is wrong; nothing was done.' },
  configuration: { code: 3, meaning: 'The configuration is wrong; nothing was done.' },
  database: { code: 4, meaning: 'The database cannot be reached, or its schema is not the one of this version.' },
  server: { code: 5, meaning: 'The server at `--url` cannot be reached, or asks to sign in.' },
  internal: { code: 70, meaning: 'A fault in Tradewind itself.' },
  interrupted: { code: 130, meaning: 'Interrupted with Ctrl-C.' },
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]['code'];
