import { TradewindError } from '@tradewind/model';

/** There are no PostgreSQL programs that run on this machine. Retrying does not help. */
export class EmbeddedPostgresMissingError extends TradewindError {
  readonly code = 'EMBEDDED_POSTGRES_MISSING';

  constructor(reason: string, options?: { cause?: unknown }) {
    super(
      `The embedded PostgreSQL cannot run here: ${reason} Install again with optional dependencies ` +
        '(npm install --include=optional), or set DATABASE_URL to a PostgreSQL server of your own (version 15 or later).',
      options,
    );
  }
}

/** Tradewind may not write into its own folder. */
export class HomeNotWritableError extends TradewindError {
  readonly code = 'HOME_NOT_WRITABLE';
  readonly path: string;

  constructor(path: string, reason: string, options?: { cause?: unknown }) {
    super(
      `Tradewind cannot write to "${path}": ${reason}. Make the folder writable for this user, or choose another one.`,
      options,
    );
    this.path = path;
  }
}

/** The disk that holds the database has no room left. Nothing that was committed is lost. */
export class DiskFullError extends TradewindError {
  readonly code = 'DISK_FULL';
  readonly path: string;

  constructor(path: string, options?: { cause?: unknown }) {
    super(
      `The disk that holds "${path}" is full, so PostgreSQL cannot run. Free some space (64 MB at least) and start ` +
        'again; nothing that was committed is lost.',
      options,
    );
    this.path = path;
  }
}

/** The data directory was made by another major version of PostgreSQL than the one we carry. */
export class PostgresVersionMismatchError extends TradewindError {
  readonly code = 'POSTGRES_VERSION_MISMATCH';
  readonly dataDirectory: string;
  readonly found: string;
  readonly expected: string;

  constructor(facts: { readonly dataDirectory: string; readonly found: string; readonly expected: string }) {
    super(
      `The database in "${facts.dataDirectory}" was made by PostgreSQL ${facts.found}, but this installation carries ` +
        `PostgreSQL ${facts.expected}, which cannot read it. Use the release of Tradewind that made it to write a dump ` +
        '(pg_dump), move the folder away, start once, and restore the dump.',
    );
    this.dataDirectory = facts.dataDirectory;
    this.found = facts.found;
    this.expected = facts.expected;
  }
}

/** The data directory belongs to another user of the operating system than the one PostgreSQL would run as. */
export class DataDirectoryNotOwnedError extends TradewindError {
  readonly code = 'POSTGRES_DATA_NOT_OWNED';
  readonly dataDirectory: string;
  readonly owner: number;

  constructor(facts: { readonly dataDirectory: string; readonly owner: number; readonly user: number }) {
    super(
      `The database in "${facts.dataDirectory}" belongs to user ${facts.owner}, and Tradewind runs as user ` +
        `${facts.user}. PostgreSQL only opens a directory of its own user. Start Tradewind as the user that made it ` +
        '(root, if it was first started as root), or give the folder to a user other than root with chown -R.',
    );
    this.dataDirectory = facts.dataDirectory;
    this.owner = facts.owner;
  }
}

/** The files of the database are damaged or incomplete. */
export class DataDirectoryCorruptError extends TradewindError {
  readonly code = 'POSTGRES_DATA_CORRUPT';
  readonly dataDirectory: string;

  constructor(dataDirectory: string, reason: string) {
    super(
      `The database in "${dataDirectory}" is damaged: ${reason} Restore the folder from a backup; or, if its content ` +
        'can be given up, move it away and start again with an empty database.',
    );
    this.dataDirectory = dataDirectory;
  }
}

/** Another program has the port, or the socket, that PostgreSQL shall listen on. */
export class PostgresPortInUseError extends TradewindError {
  readonly code = 'POSTGRES_PORT_IN_USE';
  readonly address: string;

  constructor(address: string, options?: { cause?: unknown }) {
    super(
      `PostgreSQL cannot listen on ${address}: another program has it. Stop that program, or leave the port out so ` +
        'that a free one is chosen.',
      options,
    );
    this.address = address;
  }
}

/** PostgreSQL ended while it started, for a reason that no other class names. */
export class PostgresStartFailedError extends TradewindError {
  readonly code = 'POSTGRES_START_FAILED';
  readonly logFile: string;

  constructor(facts: { readonly what: string; readonly logFile: string; readonly lastLines: readonly string[] }) {
    const quoted = facts.lastLines.length === 0 ? ' It logged nothing.' : ` It logged:\n${indent(facts.lastLines)}\n`;
    super(`The embedded PostgreSQL did not start: ${facts.what}.${quoted} The whole log is "${facts.logFile}".`);
    this.logFile = facts.logFile;
  }
}

/** PostgreSQL is still starting, most likely recovering from a crash. It goes on; starting again attaches to it. */
export class PostgresStartTimeoutError extends TradewindError {
  readonly code = 'POSTGRES_START_TIMEOUT';
  readonly waitedMs: number;

  constructor(facts: { readonly pid: number; readonly waitedMs: number; readonly logFile: string }) {
    super(
      `The embedded PostgreSQL (process ${facts.pid}) accepts no connections after ${Math.round(facts.waitedMs / 1000)} s; ` +
        `it may be recovering from a crash. It was left running: look at "${facts.logFile}" and start again, which attaches to it.`,
    );
    this.waitedMs = facts.waitedMs;
  }
}

/** `initdb` failed. Nothing was left behind; starting again tries again. */
export class PostgresInitFailedError extends TradewindError {
  readonly code = 'POSTGRES_INIT_FAILED';

  constructor(dataDirectory: string, output: readonly string[]) {
    super(
      `The database in "${dataDirectory}" could not be made. PostgreSQL said:\n${indent(output)}\n` +
        'Remove the reason and start again; nothing was left behind.',
    );
  }
}

/** This user has no name, and `initdb` refuses to work for such a user. Usual in containers with an arbitrary uid. */
export class UserWithoutNameError extends TradewindError {
  readonly code = 'POSTGRES_USER_WITHOUT_NAME';

  constructor(user: number) {
    super(
      `PostgreSQL refuses to make a database for user ${user}, who has no entry in /etc/passwd. Add one ` +
        `(tradewind:x:${user}:0::/tmp:/bin/false), run as a user that has one, or set DATABASE_URL to a server of your own.`,
    );
  }
}

/** As root: no other user of this machine can run PostgreSQL. */
export class NoUnprivilegedUserError extends TradewindError {
  readonly code = 'POSTGRES_NO_UNPRIVILEGED_USER';

  constructor(reason: string, options?: { cause?: unknown }) {
    super(
      `PostgreSQL refuses to run as root, and there is no other user to run it as: ${reason}. Start Tradewind as a ` +
        'user other than root, or set DATABASE_URL to a server of your own.',
      options,
    );
  }
}

/** Another process of this home keeps its lock. */
export class HomeBusyError extends TradewindError {
  readonly code = 'HOME_BUSY';
  readonly holderPid: number | undefined;

  constructor(facts: { readonly lockFile: string; readonly holderPid: number | undefined; readonly waitedMs: number }) {
    const holder = facts.holderPid === undefined ? 'another process' : `process ${facts.holderPid}`;
    super(
      `The embedded PostgreSQL is being started or stopped by ${holder} since ${Math.round(facts.waitedMs / 1000)} s. ` +
        `Wait for it, or end it and start again. Its lock is "${facts.lockFile}".`,
    );
    this.holderPid = facts.holderPid;
  }
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
