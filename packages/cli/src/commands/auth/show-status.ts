import { type Command, defineCommand } from '../../define-command.ts';
import type { Column } from '../../output/column.ts';
import { printFacts } from '../../output/print-facts.ts';
import { OUTPUT_OPTION } from '../../output/print-rows.ts';
import type { SignedIn, TokenSource } from '../../ports/access-port.ts';

interface Status extends SignedIn {
  readonly url: string;
  readonly source: TokenSource | null;
  readonly file: string;
}

const COLUMNS: readonly Column<Status>[] = [
  { name: 'url', kind: 'text', value: ({ url }) => url },
  { name: 'username', kind: 'text', value: ({ username }) => username },
  { name: 'roles', kind: 'list', value: ({ roles }) => roles },
  { name: 'expires_at', kind: 'instant', value: ({ expiresAt }) => expiresAt },
  { name: 'login_required', kind: 'boolean', value: ({ isLoginRequired }) => isLoginRequired },
  { name: 'token_from', kind: 'text', value: ({ source, file }) => (source === 'file' ? file : source) },
];

export const showAuthStatus: Command = defineCommand({
  help: {
    description: 'Who you are for the server, and until when. The exit code is 5 when it does not let you in.',
    arguments: {},
    options: OUTPUT_OPTION,
  },
  async run({ options: { output } }, { terminal, access }) {
    const opened = await access();
    const source = await opened.tokenSource();
    const row = { ...(await opened.identify()), url: opened.url, source, file: opened.file };
    printFacts(terminal, { columns: COLUMNS, row, output });
    return undefined;
  },
});
