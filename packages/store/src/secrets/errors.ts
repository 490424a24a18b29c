/** Errors of encryption at rest. */
import { TradewindError } from '@tradewind/model';

/** A value in the database cannot be decrypted. */
export class SecretUnreadableError extends TradewindError {
  readonly code = 'SECRET_UNREADABLE';
  /** What it belongs to, such as `variable:region`. */
  readonly place: string;

  constructor(place: string, why: string, cause?: unknown) {
    super(
      `Cannot decrypt the value of ${place.replace(':', ' "')}": ${why}. Restore the secret key it was stored with, or store the value again.`,
      { cause },
    );
    this.place = place;
  }
}

/** The secret key is not one. */
export class SecretKeyInvalidError extends TradewindError {
  readonly code = 'SECRET_KEY_INVALID';
  readonly source: string;

  constructor(source: string, bytes: number) {
    super(
      `The secret key in ${source} has ${bytes} bytes instead of 32. Give 32 random bytes in base64, as "openssl rand -base64 32" prints them.`,
    );
    this.source = source;
  }
}
