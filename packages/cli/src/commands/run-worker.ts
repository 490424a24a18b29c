import { type Command, defineCommand } from '../define-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';

export const runWorker: Command = defineCommand({
  help: {
    description:
      'Runs tasks for schedulers whose core.executor is "remote", on any machine: it needs the URL of an API server and the join token, and no database. It goes on with its tasks while API server, scheduler or database are started again.',
    arguments: {},
    options: {
      url: {
        kind: 'text',
        valueName: 'url',
        summary: 'The API server, or the proxy before it. Otherwise worker.url, or the one of this machine.',
      },
      queues: {
        kind: 'text',
        valueName: 'names',
        short: 'q',
        summary: 'The queues whose tasks it runs, separated by commas. Otherwise those of worker.queues.',
      },
      slots: {
        kind: 'integer',
        valueName: 'number',
        min: 1,
        summary: 'How many tasks it runs at once. Otherwise as many as worker.slots.',
      },
      name: { kind: 'text', valueName: 'name', summary: 'Its name, for people. Otherwise that of the host.' },
    },
    examples: [
      {
        command: 'tradewind worker --url https://tradewind.example --queues gpu,default --slots 2',
        summary: 'Run two tasks at a time, of two queues.',
      },
    ],
  },
  async run({ options: { url, queues, slots, name } }, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runWorker(await config(), {
      signal: interruption,
      ...(url === undefined ? {} : { url }),
      ...(queues === undefined ? {} : { queues: namesOf(queues) }),
      ...(slots === undefined ? {} : { slots }),
      ...(name === undefined ? {} : { name }),
    });
    return EXIT_CODES.done.code;
  },
});

function namesOf(queues: string): readonly string[] {
  return queues
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
