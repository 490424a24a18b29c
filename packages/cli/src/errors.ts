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

const CONFIGURATION = /^CONFIG_|^SECRET_KEY_INVALID$/;
const DATABASE = /^(DATABASE_|SCHEMA_|MIGRATION_|POSTGRES_|EMBEDDED_POSTGRES_|DATA_DIRECTORY_|HOME_|DISK_FULL)/;

/** The exit code with which the program ends after `error`. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isTradewindError(error)) return EXIT_CODES.internal.code;
  if (error.code === 'USAGE') return EXIT_CODES.usage.code;
  if (CONFIGURATION.test(error.code)) return EXIT_CODES.configuration.code;
  if (DATABASE.test(error.code)) return EXIT_CODES.database.code;
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
