/**
 * API tokens: `twp_` and 256 random bits. The prefix lets people and scanners of source code recognise one that leaked.
 * A token has so many bits that its SHA-256 needs no salt and no cost.
 */
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_PREFIX = 'twp_';
const SECRET_BYTES = 32;
const SHOWN_LENGTH = 12;

export interface MadeToken {
  /** Shown once, kept nowhere. */
  readonly token: string;
  readonly prefix: string;
  readonly hash: Buffer;
}

export function makeApiToken(): MadeToken {
  const token = TOKEN_PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
  return { token, prefix: token.slice(0, SHOWN_LENGTH), hash: hashOfToken(token) };
}

export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isApiToken(text: string): boolean {
  return text.startsWith(TOKEN_PREFIX);
}
