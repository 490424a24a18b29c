/** Errors of the store. Those of the embedded server are in `embedded/errors.ts`. */
import { TradewindError } from '@tradewind/model';

/** The database does not answer; waiting and trying again is right. */
export class DatabaseUnreachableError extends TradewindError {
  readonly code = 'DATABASE_UNREACHABLE';
  readonly target: string;

  constructor(target: string, cause: unknown) {
    super(
      `Cannot reach PostgreSQL at ${target}: ${(cause as Error).message}. Check that it runs and that DATABASE_URL names it.`,
      { cause },
    );
    this.target = target;
  }
}

/** The server is older than what Tradewind needs, or newer than what it was tested with. */
export class DatabaseVersionError extends TradewindError {
  readonly code = 'DATABASE_VERSION_UNSUPPORTED';

  constructor(found: string) {
    super(`Tradewind needs PostgreSQL 15 to 18, and this server is ${found}. Point DATABASE_URL at a supported one.`);
  }
}

/** The schema is not the one that this program was written for. */
export class SchemaMismatchError extends TradewindError {
  readonly code = 'SCHEMA_MISMATCH';

  constructor(sentence: string) {
    super(sentence);
  }
}

/** A migration that was already applied has other bytes now. */
export class MigrationChangedError extends TradewindError {
  readonly code = 'MIGRATION_CHANGED';
  readonly migration: string;

  constructor(migration: string) {
    super(
      `Migration "${migration}" was applied with other content than this program carries. Install the version that applied it, or restore the file.`,
    );
    this.migration = migration;
  }
}

/** The cursor does not belong to this list, or to this order of it. */
export class ListCursorInvalidError extends TradewindError {
  readonly code = 'LIST_CURSOR_INVALID';
  /** How HTTP says it. */
  readonly status = 422;

  constructor(order: string) {
    super(`cursor: this is not a cursor of this list in the order ${order}. Begin again without a cursor.`);
  }
}
