import { type Command, defineCommand } from '../define-command.ts';
import type { Column } from '../output/column.ts';
import { printFacts } from '../output/print-facts.ts';
import { OUTPUT_OPTION } from '../output/print-rows.ts';
import { programVersion } from '../program-version.ts';

interface Info {
  readonly configFile: string | null;
  readonly home: string;
  readonly dagsFolder: string;
  readonly logsFolder: string;
  readonly database: string;
}

const COLUMNS: readonly Column<Info>[] = [
  { name: 'tradewind', kind: 'text', value: programVersion },
  { name: 'node', kind: 'text', value: () => process.version },
  { name: 'platform', kind: 'text', value: () => `${process.platform} ${process.arch}` },
  { name: 'working_folder', kind: 'text', value: () => process.cwd() },
  { name: 'config_file', kind: 'text', value: ({ configFile }) => configFile },
  { name: 'home', kind: 'text', value: ({ home }) => home },
  { name: 'dags_folder', kind: 'text', value: ({ dagsFolder }) => dagsFolder },
  { name: 'logs_folder', kind: 'text', value: ({ logsFolder }) => logsFolder },
  { name: 'database', kind: 'text', value: ({ database }) => database },
];

export const showInfo: Command = defineCommand({
  help: {
    isLocal: true,
    description: 'What a report of a fault should say. Nothing secret is in it, and the database is not asked.',
    arguments: {},
    options: OUTPUT_OPTION,
  },
  async run({ options: { output } }, { terminal, config }) {
    const { config: values, file } = await config();
    const { core, logging, database } = values;
    const row: Info = {
      configFile: file,
      home: core.home,
      dagsFolder: core.dagsFolder,
      logsFolder: logging.folder,
      database: database.url === null ? 'embedded' : withoutPassword(database.url),
    };
    printFacts(terminal, { columns: COLUMNS, row, output });
    return undefined;
  },
});

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:***@').replace(/\?.*$/, '');
}
