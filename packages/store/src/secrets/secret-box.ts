/**
 * Encryption at rest of what people keep in the database: AES-256-GCM.
 *
 * A sealed text is `tw1:<key id>:<nonce, tag and ciphertext in base64url>`. Its *place*, such as `variable:region`, is
 * authenticated with it, so that a sealed text is worth nothing in another row.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { SecretUnreadableError } from './errors.ts';

export interface SecretBox {
  seal(plain: string, place: string): string;
  /** @throws {SecretUnreadableError} when it was sealed with an unknown key, for another place, or was changed. */
  open(sealed: string, place: string): string;
  /** Whether it was sealed with the key that seals. */
  isCurrent(sealed: string): boolean;
}

const VERSION = 'tw1';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Length of a key in bytes. */
export const SECRET_KEY_BYTES = 32;

/** A box that seals with `key`, and also opens what was sealed with one of the `older` ones. Each has 32 bytes. */
export function secretBox(key: Uint8Array, ...older: readonly Uint8Array[]): SecretBox {
  const keys = new Map([...older, key].map((one) => [idOf(one), one]));
  const keyId = idOf(key);
  return {
    seal(plain, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(place));
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [VERSION, keyId, Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url')].join(':');
    },
    open(sealed, place) {
      const [version, sealedWith = '', body] = sealed.split(':');
      if (version !== VERSION || body === undefined) throw new SecretUnreadableError(place, 'it is not a sealed text');
      const opener = keys.get(sealedWith);
      if (opener === undefined) throw new SecretUnreadableError(place, 'it was sealed with another key');
      try {
        return decrypt(opener, Buffer.from(body, 'base64url'), place);
      } catch (cause) {
        throw new SecretUnreadableError(place, 'it was changed, or sealed for another place', cause);
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`${VERSION}:${keyId}:`),
  };
}

/** Names a key without saying anything about it. */
function idOf(key: Uint8Array): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}

function decrypt(key: Uint8Array, bytes: Buffer, place: string): string {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}
