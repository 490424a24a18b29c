import { type Command, defineCommand } from '../../define-command.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import { POOL_COLUMNS } from './pool-columns.ts';

export const listPools: Command = defineCommand({
  help: { arguments: {}, options: OUTPUT_OPTION },
  async run({ options: { output } }, { terminal, platform }) {
    const { pools } = await platform();
    printRows(terminal, { columns: POOL_COLUMNS, rows: await pools.list(), output, empty: 'There are no pools.' });
    return undefined;
  },
});

export const getPool: Command = defineCommand({
  help: { arguments: { name: { summary: 'The name of the pool.' } }, options: OUTPUT_OPTION },
  async run({ arguments: { name }, options: { output } }, { terminal, platform }) {
    const { pools } = await platform();
    printRows(terminal, { columns: POOL_COLUMNS, rows: [await pools.find(name)], output, empty: '' });
    return undefined;
  },
});
