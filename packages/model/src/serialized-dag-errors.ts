import { TradewindError } from './errors.ts';

/** Data that is not a serialised DAG. Carries every fault that it has. */
export class SerializedDagInvalidError extends TradewindError {
  readonly code = 'SERIALIZED_DAG_INVALID';
  /** One sentence a fault, such as `expected tasks[3].retry.retries to be a whole number ≥ 0, got: -1`. */
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The serialised DAG is not valid: ${faults.join('; ')}. Serialise the DAG again from its file.`);
    this.faults = faults;
  }
}

/** A serialised DAG that a newer version of Tradewind wrote. */
export class SerializedDagTooNewError extends TradewindError {
  readonly code = 'SERIALIZED_DAG_TOO_NEW';
  readonly schemaVersion: number;

  constructor(schemaVersion: number, supported: number) {
    super(
      `The DAG was serialised with schema version ${schemaVersion}, and this Tradewind reads up to version ${supported}. ` +
        'Upgrade this process to the version that serialised it, or serialise the DAG again with this one.',
    );
    this.schemaVersion = schemaVersion;
  }
}
