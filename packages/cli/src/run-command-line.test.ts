import { describe, expect, test } from 'vitest';
import { COMMAND_GROUPS, COMMANDS } from './command-table.ts';
import { FakeError } from './fakes/fake-error.ts';
import { FakePlatform } from './fakes/fake-platform.ts';
import { runTradewind } from './fakes/run-tradewind.ts';
import { sampleDag } from './fakes/sample-dag.ts';

describe('help', () => {
  test.each([[[]], [['--help']], [['-h']], [['help']]])('tradewind %j explains the program', async (words) => {
    const { code, out, err } = await runTradewind(words);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('tradewind <command> [options]');
    for (const { name, summary } of COMMAND_GROUPS) expect(out).toContain(`${name} …`.padEnd(15) + summary);
  });

  test.each([['dags'], ['dags --help'], ['help dags'], ['dags -h']])(
    'tradewind %s lists the commands of the group',
    async (line) => {
      const { code, out } = await runTradewind(line.split(' '));
      expect(code).toBe(0);
      expect(out).toContain('tradewind dags <command> [options]');
      expect(out).toContain('trigger');
    },
  );

  test('the help of a command has its arguments, options and examples, and does not run it', async () => {
    const { code, out, platform } = await runTradewind(['dags', 'pause', '--help']);
    expect(code).toBe(0);
    expect(platform.isClosed).toBe(false);
    expect(out).toBe(`\
Stop creating and starting runs of DAGs.

Tasks that are running go on to their end; nothing else of the DAG starts until it is un-paused.

Usage
  tradewind dags pause <dag-ids>... [options]

Arguments
  dag-ids  The ids of the DAGs.

Options
      --url <address>  Speak with the API server at this address instead of a database; cli.url
                       otherwise.
      --config <file>  A configuration file instead of the one that is found from the working folder
                       upwards.
      --debug          Show where an error comes from.
  -h, --help           Explain the command.

Examples
  # Two DAGs at once
  tradewind dags pause sales stock
`);
  });

  test.each(COMMANDS.map(({ path }) => path))('tradewind %s --help fits a hundred columns', async (path) => {
    const { code, out } = await runTradewind([...path.split(' '), '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`tradewind ${path}`);
    const prose = out.split('\n').filter((line) => !line.startsWith('  tradewind'));
    for (const line of prose) expect(line.length, line).toBeLessThanOrEqual(102);
  });

  test('every option of every command has a name and letter of its own', async () => {
    for (const entry of COMMANDS) {
      const { help } = await entry.load();
      const letters = Object.values(help.options).flatMap(({ short }) => short ?? []);
      expect(new Set(letters).size, entry.path).toBe(letters.length);
      expect(letters, entry.path).not.toContain('h');
      for (const name of ['config', 'debug', 'help']) expect(Object.keys(help.options), entry.path).not.toContain(name);
    }
  });
});

describe('--url', () => {
  test.each([
    ['https://tradewind.example/', 'https://tradewind.example'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['https://example.org/tradewind/', 'https://example.org/tradewind'],
  ])('%s is the server that the command speaks with', async (given, url) => {
    expect(await runTradewind(['dags', 'list', '--url', given])).toMatchObject({ code: 0, url });
  });

  test.each(['tradewind.example', 'ftp://tradewind.example', 'https://kim:secret@tradewind.example', 'https://'])(
    '%s is no address',
    async (given) => {
      const { code, err } = await runTradewind(['dags', 'list', '--url', given]);
      expect(code).toBe(2);
      expect(err).toContain('Expected --url to be an address such as https://tradewind.example:8080');
    },
  );

  test.each(['standalone', 'scheduler', 'db migrate', 'db reset', 'dags test sales', 'tasks test sales load', 'init'])(
    'is refused by tradewind %s, whose help does not name it',
    async (line) => {
      const { code, err, url } = await runTradewind([...line.split(' '), '--url', 'https://tradewind.example']);
      expect({ code, url }).toEqual({ code: 2, url: undefined });
      expect(err).toContain(
        'works with the files and the database of the machine that it runs on, and takes no --url.',
      );
      expect((await runTradewind([...line.split(' '), '--help'])).out).not.toContain('--url');
    },
  );

  test('of a worker is its own', async () => {
    const { out } = await runTradewind(['worker', '--help']);
    expect(out.match(/--url <url>/g)).toHaveLength(1);
  });
});

describe('mistakes', () => {
  test.each([
    ['dag list', 'There is no command "tradewind dag". Did you mean "dags"?'],
    ['dags lst', 'There is no command "tradewind dags lst". Did you mean "list"?'],
    ['trigger', 'There is no command "tradewind trigger". Did you mean "tradewind dags trigger"?'],
    ['xyzzy', 'There is no command "tradewind xyzzy".'],
    ['dags pause', '"tradewind dags pause" needs <dag-ids>: The ids of the DAGs.'],
  ])('tradewind %s', async (line, message) => {
    const { code, out, err } = await runTradewind(line.split(' '));
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err.split('\n')[0]).toBe(`error: ${message}`);
  });

  test('a wrong configuration ends with 3 and names all of its faults', async () => {
    const environment = { TRADEWIND__CORE__PARALLELISM: 'many', TRADEWIND__LOGGING__LEVEL: 'loud' };
    const { code, err } = await runTradewind(['config', 'list'], { environment });
    expect(code).toBe(3);
    expect(err).toContain('The configuration has 2 faults:');
    expect(err).toContain('core.parallelism');
    expect(err).toContain('logging.level');
  });

  test('what does not exist ends with 1', async () => {
    const { code, err } = await runTradewind(['dags', 'details', 'sales']);
    expect({ code, err }).toEqual({ code: 1, err: 'error: There is no dag "sales".\n' });
  });

  test('a database that is away ends with 4', async () => {
    const platform = new FakePlatform();
    platform.pools.list = async () => Promise.reject(new FakeError('DATABASE_UNREACHABLE', 'away'));
    const { code } = await runTradewind(['pools', 'list'], { platform });
    expect(code).toBe(4);
  });

  test('a fault of ours ends with 70, with its stack', async () => {
    const platform = new FakePlatform();
    platform.pools.list = async () => Promise.reject(new TypeError('x is not a function'));
    const { code, err } = await runTradewind(['pools', 'list'], { platform });
    expect(code).toBe(70);
    expect(err).toContain('TypeError: x is not a function');
    expect(err).toContain('This is a fault in Tradewind.');
  });

  test('an interrupted command ends with 130, whatever it throws', async () => {
    const platform = new FakePlatform();
    const interruption = new AbortController();
    platform.pools.list = async () => {
      interruption.abort();
      throw new Error('aborted');
    };
    const { code, err } = await runTradewind(['pools', 'list'], { platform, interruption: interruption.signal });
    expect({ code, err }).toEqual({ code: 130, err: '' });
  });
});

test('what was opened is closed, also after a failure', async () => {
  const { platform } = await runTradewind(['dags', 'details', 'sales']);
  expect(platform.isClosed).toBe(true);
});

test('colours appear only where they are wanted', async () => {
  const platform = new FakePlatform();
  platform.dagList.push(sampleDag('sales'));
  const coloured = await runTradewind(['dags', 'list'], { platform, terminal: { hasColors: true } });
  expect(coloured.out).toContain('\x1b[1m');
  const bare = await runTradewind(['dags', 'list'], { platform });
  expect(bare.out).not.toContain('\x1b');
});
