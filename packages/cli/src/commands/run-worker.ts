import { type Command, defineCommand } from '../define-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';

export const runWorker: Command = defineCommand({
  help: {
    description:
      'Runs tasks in processes of its own, for a scheduler whose core.executor is "remote". It needs no database, and goes on with its tasks while the scheduler is started again.',
    arguments: {},
    options: {
      queue: {
        kind: 'text',
        valueName: 'name',
        short: 'q',
        isRepeatable: true,
        summary: 'A queue whose tasks it runs; may be given several times. Otherwise those of worker.queues.',
      },
      slots: {
        kind: 'integer',
        valueName: 'number',
        min: 1,
        summary: 'How many tasks it runs at once. Otherwise as many as worker.slots.',
      },
      name: { kind: 'text', valueName: 'name', summary: 'Its name, for people. Otherwise that of the host.' },
    },
    examples: [{ command: 'tradewind worker --queue gpu --slots 2', summary: 'Run two tasks of one queue at a time.' }],
  },
  async run({ options: { queue, slots, name } }, { services, config, interruption }) {
    const daemons = await (await services()).daemons();
    await daemons.runWorker(await config(), {
      signal: interruption,
      ...(queue.length === 0 ? {} : { queues: queue }),
      ...(slots === undefined ? {} : { slots }),
      ...(name === undefined ? {} : { name }),
    });
    return EXIT_CODES.done.code;
  },
});
