import { ApiError } from '@tradewind/contract';
import { type Command, defineCommand } from '../../define-command.ts';
import { CommandFailedError, UsageError } from '../../errors.ts';
import type { AccessPort, SignedIn } from '../../ports/access-port.ts';
import type { Ports } from '../../ports/ports.ts';
import { isConfidential } from '../../sign-in/address.ts';
import { sayEnd } from './say-end.ts';

interface LoginOptions {
  readonly username: string | undefined;
  readonly passwordStdin: boolean;
  readonly token: string | undefined;
}

export const logIn: Command = defineCommand({
  help: {
    description:
      'Asks for name and password, and keeps a token for this address in a file that nobody else can read. It is good for an hour; a personal access token, which the UI or POST /auth/tokens makes, is good for longer. TRADEWIND__CLI__TOKEN goes before the file.',
    arguments: {},
    options: {
      username: {
        kind: 'text',
        short: 'u',
        valueName: 'name',
        summary: 'The name to sign in with. Without it one is asked.',
      },
      passwordStdin: { kind: 'flag', summary: 'Read the password from standard input instead of asking.' },
      token: {
        kind: 'text',
        short: 't',
        valueName: 'token',
        summary: 'Keep this personal access token instead; - reads it from standard input, where no history keeps it.',
      },
    },
    examples: [
      { command: 'tradewind auth login --url https://tradewind.example', summary: 'Sign in' },
      {
        command: 'tradewind auth login --url https://tradewind.example --token - < token.txt',
        summary: 'With a token, from a file',
      },
    ],
  },
  async run({ options }, ports) {
    if (options.token !== undefined && (options.username !== undefined || options.passwordStdin))
      throw new UsageError('Give either --token, or --username with a password.', 'auth login');
    const { terminal } = ports;
    const access = await ports.access();
    if (!isConfidential(access.url))
      terminal.writeError(`${access.url} is not encrypted: whoever is on the way can read what you send there.\n`);
    const signedIn = await prove(access, options, ports);
    terminal.write(`Signed in to ${access.url} as ${signedIn.username}${sayEnd(signedIn, ports.clock.now())}.\n`);
    const source = await access.tokenSource();
    if (source === 'environment' || source === 'configuration')
      terminal.writeError(`The token of ${sayPlace(source)} goes before the one that was kept.\n`);
    return undefined;
  },
});

async function prove(access: AccessPort, options: LoginOptions, { terminal, files }: Ports): Promise<SignedIn> {
  const line = async (): Promise<string> => (await files.read('-')).replace(/\r?\n$/, '');
  if (options.token !== undefined)
    return access.keepToken(options.token === '-' ? (await line()).trim() : options.token);
  const username = options.username ?? (await terminal.ask('Username: '));
  if (username === null || username === '') throw nobodyToAsk('--username');
  const password = options.passwordStdin ? await line() : await terminal.ask('Password: ', { isHidden: true });
  if (password === null || password === '') throw nobodyToAsk('--password-stdin');
  try {
    return await access.signIn({ username, password });
  } catch (error) {
    const isWrong = error instanceof ApiError && error.status === 401;
    if (!isWrong) throw error;
    throw new CommandFailedError(`${access.url} does not know ${username} with this password.`, { cause: error });
  }
}

function nobodyToAsk(option: string): UsageError {
  return new UsageError(`Nothing was typed, or there is nobody to ask: give ${option}, or --token.`, 'auth login');
}

function sayPlace(source: 'environment' | 'configuration'): string {
  return source === 'environment' ? 'TRADEWIND__CLI__TOKEN' : 'cli.token';
}
