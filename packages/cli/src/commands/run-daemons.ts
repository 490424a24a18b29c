import { type Command, defineCommand } from '../define-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';

export const runStandalone: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Everything in one: the scheduler, workers, and what reads the DAG folder, with a PostgreSQL of their own unless the configuration names a server. Ends in an orderly way at Ctrl-C.',
    arguments: {},
    options: { examples: { kind: 'flag', summary: 'Load the example DAGs as well.' } },
  },
  async run({ options: { examples } }, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runStandalone(await config(), { loadExamples: examples, signal: interruption });
    return EXIT_CODES.done.code;
  },
});

export const runScheduler: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Decides what runs next, and runs it in worker processes of this machine. Several may run at once, also on several machines.',
    arguments: {},
    options: {},
  },
  async run(_, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runScheduler(await config(), { signal: interruption });
    return EXIT_CODES.done.code;
  },
});

export const runApiServer: Command = defineCommand({
  help: {
    isLocal: true,
    description:
      'Answers the API, and serves the pages of the UI. Several may run at once behind a proxy. It never runs code of DAGs.',
    arguments: {},
    options: {},
  },
  async run(_, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runApiServer(await config(), { signal: interruption });
    return EXIT_CODES.done.code;
  },
});

export const runDagProcessor: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'Reads the DAG folder, and stores what its files declare whenever that changes.',
    arguments: {},
    options: { once: { kind: 'flag', summary: 'Read everything one time, and end.' } },
  },
  async run({ options: { once } }, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runDagProcessor(await config(), { isOnce: once, signal: interruption });
    return EXIT_CODES.done.code;
  },
});
