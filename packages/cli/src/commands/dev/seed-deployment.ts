import { type Command, defineCommand } from '../../define-command.ts';
import { requireConsent, YES_OPTION } from '../require-consent.ts';

const count = (summary: string, fallback: number) =>
  ({ kind: 'integer', valueName: 'number', min: 0, summary: `${summary} Otherwise ${fallback}.` }) as const;

const DEFAULTS = { dags: 10_000, tasks: 1000, runs: 100, instances: 3_000_000, logLines: 1_000_000, seed: 1 } as const;

export const seedDeployment: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Fills the database with a made-up deployment of paused DAGs and their history, to see how pages and lists do at that size. The same numbers give the same rows. For an empty database alone.',
    arguments: {},
    options: {
      dags: count('How many small DAGs.', DEFAULTS.dags),
      tasks: count('How many tasks the wide DAG has.', DEFAULTS.tasks),
      runs: count('How many runs the wide DAG has.', DEFAULTS.runs),
      instances: count('How many task instances the small DAGs have in all, about.', DEFAULTS.instances),
      logLines: count('How many lines the log of the first task of the wide DAG has.', DEFAULTS.logLines),
      seed: count('What the chance hangs on.', DEFAULTS.seed),
      ...YES_OPTION,
    },
    examples: [
      { command: 'tradewind dev seed --dags 100 --instances 10000 --yes', summary: 'A small one, in a second' },
    ],
  },
  async run({ options: { yes, ...given } }, { terminal, services, config, clock }) {
    const { config: values } = await config();
    await requireConsent(terminal, { yes, question: 'Fill the database with made-up DAGs?' });
    const numbers = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    await (await services()).seed(values, {
      ...DEFAULTS,
      ...numbers,
      now: clock.now(),
      onProgress: (sentence) => terminal.write(`${sentence}\n`),
    });
    return undefined;
  },
});
