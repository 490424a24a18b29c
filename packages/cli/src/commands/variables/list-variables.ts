import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { OUTPUT_OPTION, printRows } from '../../output/print-rows.ts';
import type { Variable } from '../../ports/variables-port.ts';

const COLUMNS: readonly Column<Variable>[] = [
  { name: 'key', kind: 'text', value: ({ key }) => key },
  { name: 'description', kind: 'text', value: ({ description }) => description },
  { name: 'is_encrypted', kind: 'boolean', value: ({ isEncrypted }) => isEncrypted },
];

export const listVariables: Command = defineCommand({
  help: {
    description: 'The variables of the database, without their values. Those of the environment are not listed.',
    arguments: {},
    options: OUTPUT_OPTION,
  },
  async run({ options: { output } }, { terminal, platform }) {
    const { variables } = await platform();
    printRows(terminal, { columns: COLUMNS, rows: await variables.list(), output, empty: 'There are no variables.' });
    return undefined;
  },
});
