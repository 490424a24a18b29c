/** The options of every command that runs author code without recording it. */
export const TEST_OPTIONS = {
  conf: { kind: 'json', short: 'c', summary: 'The params of the run, as a JSON object.' },
  logicalDate: { kind: 'instant', short: 'l', summary: 'The logical date of the run. Without it the present.' },
  noLogicalDate: { kind: 'flag', summary: 'A run without a logical date.' },
} as const;
