import { TradewindError } from './errors.ts';

/** A value that one task wants to hand to another has a part that cannot leave the process. */
export class XComNotSerializableError extends TradewindError {
  readonly code = 'XCOM_NOT_SERIALIZABLE';
  /** Where the part stands, such as `result.rows[3].callback`. */
  readonly path: string;

  /** @param reason what it is and what to do, as the rest of a sentence that begins with the path. */
  constructor(path: string, reason: string) {
    super(
      `${path} ${reason} Values between tasks are made of JSON, undefined, bigint, Date, Map, Set, Uint8Array, URL, RegExp and Error.`,
    );
    this.path = path;
  }
}

/** A stored value is not what `encodeValue` writes. */
export class XComNotReadableError extends TradewindError {
  readonly code = 'XCOM_NOT_READABLE';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`A stored XCom value cannot be read: ${why}. Clear the task that wrote it, so that it writes it again.`, {
      cause,
    });
  }
}
