import { describe, expect, test } from 'vitest';
import { runTradewind } from '../../fakes/run-tradewind.ts';
import { NOW } from '../../fakes/sample-dag.ts';
import type { DatabaseState, Maintenance } from '../../ports/services.ts';

const DAY_MS = 86_400_000;

class FakeMaintenance implements Maintenance {
  readonly done: string[] = [];
  state: DatabaseState = { target: 'localhost/tw', isEmbedded: false, serverVersion: '18.4', pending: [] };

  check: Maintenance['check'] = async () => this.state;

  migrate: Maintenance['migrate'] = async () => {
    const { pending } = this.state;
    this.state = { ...this.state, pending: [] };
    return pending;
  };

  reset: Maintenance['reset'] = async () => {
    this.done.push('reset');
  };

  clean: Maintenance['clean'] = async (_, { beforeAt, isDryRun }) => {
    this.done.push(`${isDryRun ? 'count' : 'clean'} ${(NOW - beforeAt) / DAY_MS}`);
    return { runs: 7, versions: 2 };
  };

  rotateSecrets: Maintenance['rotateSecrets'] = async () => {
    this.done.push('rotate');
    return { variables: 3, connections: 1 };
  };
}

describe('rotate-fernet-key', () => {
  test.each([[['rotate-fernet-key']], [['secrets', 'rotate']]])('%j says how many it encrypted', async (command) => {
    const maintenance = new FakeMaintenance();
    const { out } = await runTradewind(command, { services: { maintenance } });
    expect(out).toBe('Encrypted 3 variables and 1 connections with the first key.\n');
    expect(maintenance.done).toEqual(['rotate']);
  });
});

describe('db migrate and check', () => {
  test('say what is missing, and apply it', async () => {
    const maintenance = new FakeMaintenance();
    maintenance.state = { ...maintenance.state, pending: ['0001-engine', '0002-more'] };
    const missing = await runTradewind(['db', 'check'], { services: { maintenance } });
    expect(missing.code).toBe(4);
    expect(missing.out).toBe(
      'PostgreSQL 18.4 at localhost/tw\nThe schema lacks 0001-engine, 0002-more. "tradewind db migrate" applies it.\n',
    );
    const applied = await runTradewind(['db', 'migrate'], { services: { maintenance } });
    expect(applied.out).toBe('Applied 0001-engine, 0002-more.\n');
    const again = await runTradewind(['db', 'migrate'], { services: { maintenance } });
    expect(again.out).toBe('The schema is up to date.\n');
    expect((await runTradewind(['db', 'check'], { services: { maintenance } })).code).toBe(0);
  });
});

describe('db reset', () => {
  test('names the database when it asks', async () => {
    const maintenance = new FakeMaintenance();
    const refused = await runTradewind(['db', 'reset'], { services: { maintenance }, terminal: { answer: false } });
    expect(refused.terminal.questions).toEqual(['Delete everything in localhost/tw?']);
    expect(refused.code).toBe(1);
    expect(maintenance.done).toEqual([]);
    await runTradewind(['db', 'reset', '-y'], { services: { maintenance } });
    expect(maintenance.done).toEqual(['reset']);
  });
});

describe('db clean', () => {
  test('counts before it asks, and deletes after yes', async () => {
    const maintenance = new FakeMaintenance();
    const { out, terminal } = await runTradewind(['db', 'clean', '--older-than', '30d'], {
      services: { maintenance },
      terminal: { answer: true },
    });
    expect(terminal.questions).toEqual(['Delete 7 runs that finished before 2026-01-30T06:00:00.000Z?']);
    expect(out).toBe('Deleted 7 runs and 2 versions of DAGs.\n');
    expect(maintenance.done).toEqual(['count 30', 'clean 30']);
  });

  test('only counts in a dry run', async () => {
    const maintenance = new FakeMaintenance();
    const words = ['db', 'clean', '--clean-before-timestamp', '2026-02-27T06:00Z', '-n', '-y'];
    const { out } = await runTradewind(words, { services: { maintenance } });
    expect(out).toBe('Would delete 7 runs that finished before 2026-02-27T06:00:00.000Z.\n');
    expect(maintenance.done).toEqual(['count 2']);
  });

  test.each([[[]], [['--older-than', '1d', '--clean-before-timestamp', '2026-01-01']]])(
    '%j is refused',
    async (words) => {
      const { code } = await runTradewind(['db', 'clean', ...words], {
        services: { maintenance: new FakeMaintenance() },
      });
      expect(code).toBe(2);
    },
  );
});
