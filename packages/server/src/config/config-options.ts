/**
 * Every option of the configuration, in one table: its kind, its default and what it does.
 *
 * The types of `Config` and `ConfigInput`, the parser, `tradewind config list` and `docs/reference/configuration.md`
 * are all derived from it.
 *
 * Durations are written with their unit (`'5m'`) or as milliseconds, and arrive in `Config` as milliseconds under a name
 * that ends in `Ms`. A relative path counts from the folder of the file that names it, and from the working folder where
 * no file does; `{home}` in a path stands for `core.home`.
 */

/** What an option may be. */
export type ConfigOption = (
  | {
      readonly kind: 'text';
      readonly default: string | null;
      /** The source of a regular expression that the text has to match, and what to expect then, in words. */
      readonly form?: { readonly pattern: string; readonly expected: string };
    }
  | { readonly kind: 'path'; readonly default: string | null }
  | { readonly kind: 'boolean'; readonly default: boolean }
  | { readonly kind: 'duration'; readonly default: string }
  | { readonly kind: 'choice'; readonly choices: readonly string[]; readonly default: string }
  | { readonly kind: 'integer'; readonly min: number; readonly max?: number; readonly default: number | null }
) & {
  readonly summary: string;
  /** Never shown, in no output. */
  readonly isSecret?: true;
  /** A variable of the environment that other programs use for the same thing; ours goes before it. */
  readonly alias?: string;
};

export const CONFIG_OPTIONS = {
  core: {
    home: {
      kind: 'path',
      default: './.tradewind',
      summary:
        'The folder for what Tradewind keeps on this machine: the embedded PostgreSQL, logs, and the secret key.',
    },
    dagsFolder: { kind: 'path', default: './dags', summary: 'The folder whose TypeScript files declare the DAGs.' },
    loadExamples: { kind: 'boolean', default: false, summary: 'Whether the example DAGs are loaded as well.' },
    executor: {
      kind: 'choice',
      choices: ['local', 'remote', 'local,remote', 'remote,local'],
      default: 'local',
      summary:
        'Where tasks run: `local` in processes of the scheduler, `remote` in workers that are started with `tradewind worker`. With both, the first one runs the tasks that name none.',
    },
    parallelism: {
      kind: 'integer',
      min: 0,
      default: 32,
      summary: 'How many task instances one scheduler keeps queued or running at once. 0 means without limit.',
    },
    dagsArePausedAtCreation: {
      kind: 'boolean',
      default: true,
      summary: 'Whether a new DAG starts paused, unless the DAG says so itself.',
    },
    maxInfraRetries: {
      kind: 'integer',
      min: 0,
      default: 16,
      summary:
        'How often an attempt that was lost with its worker, or could not be started, is replaced without using up one of the retries of its task.',
    },
    secretKey: {
      kind: 'text',
      default: null,
      isSecret: true,
      summary:
        'The key that encrypts variables and connections: 32 bytes in base64. Several may be given, separated by commas: the first one encrypts, all of them decrypt, and `tradewind rotate-fernet-key` encrypts everything with the first. Without it, the file `secret.key` in `core.home` is used, and made when missing.',
    },
  },
  database: {
    url: {
      kind: 'text',
      default: null,
      isSecret: true,
      alias: 'DATABASE_URL',
      form: {
        pattern: '^(postgres(ql)?|socket):/',
        expected: 'a URL such as postgres://user:password@host:5432/name',
      },
      summary:
        'The PostgreSQL server, such as `postgres://user:password@host:5432/name`. Without it, an embedded one is started.',
    },
    maxConnections: {
      kind: 'integer',
      min: 1,
      max: 1000,
      default: 8,
      summary: 'How many connections one process opens at most.',
    },
  },
  api: {
    host: {
      kind: 'text',
      default: '127.0.0.1',
      summary: 'The address on which the API server listens. The default is reached from this machine alone.',
    },
    port: {
      kind: 'integer',
      min: 0,
      max: 65_535,
      default: 8080,
      summary:
        'The port on which the API server listens. 0 takes any that is free; the file `api.url` in `core.home` names it.',
    },
    maxConnections: {
      kind: 'integer',
      min: 1,
      max: 1000,
      default: 8,
      summary: 'How many database connections the API server opens at most.',
    },
    loginRequired: {
      kind: 'boolean',
      default: true,
      summary:
        'Whether one has to sign in. Off, everybody who reaches the API may do everything, so that it is only allowed on an address of this machine itself.',
    },
    jwtSecret: {
      kind: 'text',
      default: null,
      isSecret: true,
      form: { pattern: '^.{32,}$', expected: 'at least 32 characters' },
      summary:
        'What session tokens are signed with: the same for all API servers of an installation. Without it, it is derived from the secret key. A change ends all sessions.',
    },
    trustProxy: {
      kind: 'text',
      default: null,
      form: {
        pattern: '^[0-9A-Fa-f.:/]+( *, *[0-9A-Fa-f.:/]+)*$',
        expected: 'addresses or networks such as 10.0.0.5, 192.168.0.0/16, separated by commas',
      },
      summary:
        'The addresses or networks of the proxies in front of the API server, separated by commas. Their `X-Forwarded-*` headers are believed, those of nobody else.',
    },
    corsOrigins: {
      kind: 'text',
      default: null,
      form: {
        pattern: '^https?://[^/,\\s]+( *, *https?://[^/,\\s]+)*$',
        expected: 'origins such as https://tools.example.org, separated by commas',
      },
      summary:
        'Other sites whose pages may call the API with a token, separated by commas. Cookies are never part of it.',
    },
    tlsCert: {
      kind: 'path',
      default: null,
      summary: 'A file with the certificate chain in PEM: with `api.tlsKey`, the API server speaks TLS itself.',
    },
    tlsKey: { kind: 'path', default: null, summary: 'A file with the private key of `api.tlsCert` in PEM.' },
    exposeConfig: {
      kind: 'choice',
      choices: ['false', 'non-sensitive-only', 'true'],
      default: 'false',
      summary:
        'Whether the API shows this configuration to those who may read it. Secrets are hidden either way; `non-sensitive-only` and `true` are the same.',
    },
  },
  scheduler: {
    heartbeatSec: {
      kind: 'integer',
      min: 1,
      default: 5,
      summary: 'How often a scheduler says that it is alive, in seconds.',
    },
    leaseSec: {
      kind: 'integer',
      min: 2,
      default: 15,
      summary:
        'After how many seconds without a heartbeat the runs of a scheduler are taken over by another one. At least twice `scheduler.heartbeatSec`.',
    },
  },
  worker: {
    queues: {
      kind: 'text',
      default: 'default',
      summary: 'The queues whose tasks `tradewind worker` runs, separated by commas.',
    },
    slots: {
      kind: 'integer',
      min: 1,
      default: 16,
      summary: 'How many tasks `tradewind worker` runs at once.',
    },
    url: {
      kind: 'text',
      default: null,
      form: { pattern: '^https?://', expected: 'a URL such as https://tradewind.example:8080' },
      summary:
        'The API server, or the proxy before it, that `tradewind worker` works for. Without it, the one of this machine.',
    },
    token: {
      kind: 'text',
      default: null,
      isSecret: true,
      summary:
        'The join token: what a worker shows to be let in. Without it, the file `worker.token` in `core.home` is used; the API server makes it when missing.',
    },
    keptBundles: {
      kind: 'integer',
      min: 1,
      default: 20,
      summary:
        'How many versions of the DAG folder a worker keeps that fetches them; those that tasks need are kept as well.',
    },
    minWarm: {
      kind: 'integer',
      min: 0,
      default: 1,
      summary: 'How many processes are kept ready for tasks while there is nothing to do.',
    },
    idleTimeout: {
      kind: 'duration',
      default: '60s',
      summary: 'How long a process beyond `worker.minWarm` waits for another task before it ends.',
    },
    maxMemoryMb: {
      kind: 'integer',
      min: 64,
      default: 512,
      summary: 'A process that holds more memory than this, in megabytes, after a task is replaced by a fresh one.',
    },
    killGraceSec: {
      kind: 'integer',
      min: 0,
      default: 10,
      summary: 'How many seconds a task that was told to stop may use to tidy up before its process is killed.',
    },
    xcomMaxBytes: {
      kind: 'integer',
      min: 1024,
      default: 10_485_760,
      summary: 'How large, in bytes of JSON, the result of a task may be.',
    },
  },
  dagProcessor: {
    importTimeoutSec: {
      kind: 'integer',
      min: 1,
      default: 30,
      summary: 'How many seconds a DAG file may take to load.',
    },
    memoryLimitMb: {
      kind: 'integer',
      min: 64,
      default: 512,
      summary: 'How much memory, in megabytes, loading DAG files may take.',
    },
    rescanIntervalSec: {
      kind: 'integer',
      min: 1,
      default: 30,
      summary:
        'How often the DAG folder is read again, in seconds, should a notification of a change have been missed.',
    },
  },
  cli: {
    url: {
      kind: 'text',
      default: null,
      form: { pattern: '^https?://[^\\s?#@]+$', expected: 'an address such as https://tradewind.example:8080' },
      summary:
        'The API server that commands speak with, in place of the database of this machine; `--url` goes before it. Commands that need this machine ignore it.',
    },
    token: {
      kind: 'text',
      default: null,
      isSecret: true,
      summary:
        'The token that commands show to the server at `cli.url`. Without it, the one that `tradewind auth login` has stored.',
    },
  },
  logging: {
    folder: { kind: 'path', default: '{home}/logs', summary: 'The folder for the logs of tasks.' },
    level: {
      kind: 'choice',
      choices: ['debug', 'info', 'warn', 'error'],
      default: 'info',
      summary: 'The least severe message that is written to the log of Tradewind itself.',
    },
    format: {
      kind: 'choice',
      choices: ['text', 'json'],
      default: 'text',
      summary: 'How the log of Tradewind itself is written: for people, or one JSON object a line.',
    },
  },
} as const;

type Table = typeof CONFIG_OPTIONS;
export type ConfigSection = keyof Table;

type Nullable<Option, Value> = Option extends { readonly default: null } ? Value | null : Value;
type ParsedValue<Option> = Option extends { readonly kind: 'integer' | 'duration' }
  ? Nullable<Option, number>
  : Option extends { readonly kind: 'boolean' }
    ? boolean
    : Option extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : Nullable<Option, string>;
type InputValue<Option> = Option extends { readonly kind: 'duration' } ? string | number : ParsedValue<Option>;
type ParsedName<Name extends string, Option> = Option extends { readonly kind: 'duration' } ? `${Name}Ms` : Name;

/** The configuration as the program uses it: complete, checked and frozen. Durations are milliseconds, paths absolute. */
export type Config = {
  readonly [Section in ConfigSection]: {
    readonly [Name in keyof Table[Section] & string as ParsedName<Name, Table[Section][Name]>]: ParsedValue<
      Table[Section][Name]
    >;
  };
};

/** The configuration as `tradewind.config.ts` gives it: everything may be left out. */
export type ConfigInput = {
  readonly [Section in ConfigSection]?: {
    readonly [Name in keyof Table[Section] & string]?: InputValue<Table[Section][Name]>;
  };
};

/** One row of the table with its place. */
export interface PlacedOption {
  readonly section: ConfigSection;
  readonly name: string;
  /** `section.name`. */
  readonly key: string;
  readonly option: ConfigOption;
  /** `TRADEWIND__SECTION__NAME`. */
  readonly variable: string;
}

/** All options in the order of the table. */
export function listConfigOptions(): readonly PlacedOption[] {
  return Object.entries(CONFIG_OPTIONS).flatMap(([section, options]) =>
    Object.entries<ConfigOption>(options).map(([name, option]) => ({
      section: section as ConfigSection,
      name,
      key: `${section}.${name}`,
      option,
      variable: `TRADEWIND__${upperSnakeCase(section)}__${upperSnakeCase(name)}`,
    })),
  );
}

/** The name under which an option stands in `Config`. */
export function parsedNameOf({ name, option }: PlacedOption): string {
  return option.kind === 'duration' ? `${name}Ms` : name;
}

function upperSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
