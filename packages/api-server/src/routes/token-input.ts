import type { Static } from '@sinclair/typebox';
import type { ApiTokenBody } from '@tradewind/contract';
import { badField } from '../http/http-problem.ts';
import { parseInstant } from '../http/instant.ts';
import type { TokenInput } from '../identity/operations/token-operations.ts';

const DEFAULT_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000;

/** @throws {HttpProblem} 422, when it would have expired already. */
export function tokenInputOf(body: Static<typeof ApiTokenBody>, now: number): TokenInput {
  const { name, is_read_only: isReadOnly = false, permissions = null, expires_at: expires } = body;
  return { name, isReadOnly, permissions, expiresAt: expiryOf(expires, now) };
}

function expiryOf(text: string | null | undefined, now: number): number | null {
  if (text === null) return null;
  if (text === undefined) return now + DEFAULT_LIFETIME_MS;
  const at = parseInstant(text);
  if (at <= now) throw badField(['body', 'expires_at'], 'Input should be an instant to come', text);
  return at;
}
