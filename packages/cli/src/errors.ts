/** Errors of the commands. */
import { TradewindError } from '@tradewind/model';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';

/** The command line is wrong. */
export class UsageError extends TradewindError {
  readonly code = 'USAGE';
  /** The command whose help explains it, such as `dags trigger`; empty for the program itself. */
  readonly command: string;

  constructor(message: string, command: string) {
    super(message);
    this.command = command;
  }
}

/** What a command was asked for cannot be done. */
export class CommandFailedError extends TradewindError {
  readonly code = 'COMMAND_FAILED';
}

/** Nobody answers at the address of the server. */
export class ServerUnreachableError extends TradewindError {
  readonly code = 'SERVER_UNREACHABLE';
  readonly url: string;

  constructor(url: string, reason: string, cause?: unknown) {
    super(
      `Cannot reach the API server at ${url}: ${reason}. Check that it runs, and the address in --url, TRADEWIND__CLI__URL or cli.url.`,
      cause === undefined ? {} : { cause },
    );
    this.url = url;
  }
}

/** Something else than an API server of Tradewind answers. */
export class ServerMistakenError extends TradewindError {
  readonly code = 'SERVER_MISTAKEN';
  readonly url: string;

  constructor(url: string, answer: string) {
    super(
      `What answers at ${url} is not the API of Tradewind: ${answer}. Give the address of the API server as it stands in a browser, without a page: --url https://tradewind.example:8080.`,
    );
    this.url = url;
  }
}

/** The server wants to know who asks, or does not believe the token. */
export class SignInNeededError extends TradewindError {
  readonly code = 'SIGN_IN_NEEDED';
  readonly url: string;

  constructor(url: string, { hasToken, reason }: { readonly hasToken: boolean; readonly reason: string }) {
    super(
      hasToken
        ? `${url} refuses the token: ${reason.replace(/\.? *Sign in again\.?$/, '.')} Sign in again with "tradewind auth login --url ${url}".`
        : `You have not signed in to ${url}. Sign in with "tradewind auth login --url ${url}", or set TRADEWIND__CLI__TOKEN.`,
    );
    this.url = url;
  }
}

/** Others could read the tokens, or put some of theirs in their place. */
export class CredentialsUnsafeError extends TradewindError {
  readonly code = 'CREDENTIALS_UNSAFE';
  readonly path: string;

  constructor(path: string, remedy: string) {
    super(
      `${path} holds your tokens, and other users of this machine can reach it, so it is not used. Close it with "${remedy}"; if somebody may have read it, end your sessions by signing in again.`,
    );
    this.path = path;
  }
}

/** The file of tokens is no such file. */
export class CredentialsUnreadableError extends TradewindError {
  readonly code = 'CREDENTIALS_UNREADABLE';
  readonly path: string;

  constructor(path: string, reason: string, cause?: unknown) {
    super(
      `Cannot use ${path}, where tokens are kept: ${reason}. Remove it and sign in again with "tradewind auth login".`,
      cause === undefined ? {} : { cause },
    );
    this.path = path;
  }
}

const CONFIGURATION = /^CONFIG_|^SECRET_KEY_INVALID$/;
const DATABASE = /^(DATABASE_|SCHEMA_|MIGRATION_|POSTGRES_|EMBEDDED_POSTGRES_|DATA_DIRECTORY_|HOME_|DISK_FULL)/;
const SERVER = /^(SERVER_|SIGN_IN_NEEDED$|CREDENTIALS_)/;

/** The exit code with which the program ends after `error`. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isTradewindError(error)) return EXIT_CODES.internal.code;
  if (error.code === 'USAGE') return EXIT_CODES.usage.code;
  if (CONFIGURATION.test(error.code)) return EXIT_CODES.configuration.code;
  if (DATABASE.test(error.code)) return EXIT_CODES.database.code;
  if (SERVER.test(error.code)) return EXIT_CODES.server.code;
  return EXIT_CODES.failed.code;
}

/** Whether it was thrown on purpose, by whatever copy of the model. */
export function isTradewindError(error: unknown): error is TradewindError {
  return error instanceof Error && typeof (error as { code?: unknown }).code === 'string' && isOurs(error);
}

/** Errors of Node and of the driver have codes as well; ours derive from a class of this name. */
function isOurs(error: Error): boolean {
  for (let type = Object.getPrototypeOf(error) as object | null; type !== null; type = Object.getPrototypeOf(type)) {
    if (type.constructor.name === 'TradewindError') return true;
  }
  return false;
}
