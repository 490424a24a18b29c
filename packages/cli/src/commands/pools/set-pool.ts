import { type Command, defineCommand } from '../../define-command.ts';
import { UsageError } from '../../errors.ts';

export const setPool: Command = defineCommand({
  help: {
    description: 'Creates a pool, or changes it. Tasks that hold more slots than are left run to their end.',
    arguments: {
      name: { summary: 'The name of the pool.' },
      slots: { summary: 'How many slots it has; -1 for no limit.' },
      description: { isOptional: true, summary: 'What it is for.' },
    },
    options: { includeDeferred: { kind: 'flag', summary: 'Deferred tasks keep their slots.' } },
    examples: [
      { command: 'tradewind pools set warehouse 4 "Queries at once"', summary: 'At most four queries at once' },
    ],
  },
  async run({ arguments: { name, slots, description }, options: { includeDeferred } }, { terminal, platform }) {
    if (!/^(-1|\d+)$/.test(slots)) {
      throw new UsageError(`Expected <slots> to be a whole number, or -1 for no limit, got: "${slots}".`, 'pools set');
    }
    const { pools } = await platform();
    const created = await pools.save([{ name, slots: Number(slots), description: description ?? '', includeDeferred }]);
    terminal.write(`${created.length > 0 ? 'Created' : 'Changed'} pool ${name}.\n`);
    return undefined;
  },
});
