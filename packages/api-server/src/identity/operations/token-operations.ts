/** What is done with API tokens: each in the transaction and with the record of a change. */
import type { ApiTokenId, UserId } from '@tradewind/model';
import {
  type ApiTokenRow,
  deleteApiToken,
  findApiToken,
  insertApiToken,
  type PermissionRow,
  type Queryable,
} from '@tradewind/store';
import type { Changing } from '../../http/change.ts';
import { ApiTokenExistsError, ApiTokenInvalidError, ApiTokenNotFoundError } from '../errors.ts';
import { newId } from '../new-id.ts';
import { faultOfPermission } from '../policy/resource-name.ts';
import { makeApiToken } from '../tokens/api-token.ts';

export interface TokenInput {
  readonly name: string;
  readonly isReadOnly: boolean;
  /** Null: for all that its user may do. */
  readonly permissions: readonly PermissionRow[] | null;
  /** Milliseconds since the epoch; null: never. */
  readonly expiresAt: number | null;
}

export interface IssuedToken {
  readonly row: ApiTokenRow;
  /** Shown once, kept nowhere. */
  readonly token: string;
}

/** @throws {ApiTokenInvalidError | ApiTokenExistsError} */
export async function issueToken(
  { transaction, record }: Changing,
  owner: { readonly userId: UserId; readonly username: string },
  input: TokenInput,
): Promise<IssuedToken> {
  const { name, isReadOnly, permissions, expiresAt } = input;
  for (const permission of permissions ?? []) {
    const fault = faultOfPermission(permission);
    if (fault !== null) throw new ApiTokenInvalidError(fault);
  }
  const made = makeApiToken();
  const tokenId = newId() as ApiTokenId;
  const row = { tokenId, userId: owner.userId, name, isReadOnly, permissions, expiresAt };
  const isNew = await insertApiToken(transaction, { ...row, prefix: made.prefix, tokenHash: made.hash });
  if (!isNew) throw new ApiTokenExistsError(name);
  record({
    event: 'post_token',
    extra: `${owner.username}: ${name}`,
    after: { user: owner.username, name, prefix: made.prefix, read_only: isReadOnly, expires_at: expiresAt },
  });
  return { row: await requireToken(transaction, tokenId), token: made.token };
}

/** @throws {ApiTokenNotFoundError} also when it belongs to another user than `userId`. */
export async function revokeToken(
  { transaction, record }: Changing,
  tokenId: string,
  userId: UserId | null = null,
): Promise<void> {
  const token = await requireToken(transaction, tokenId);
  if (userId !== null && token.userId !== userId) throw new ApiTokenNotFoundError(tokenId);
  await deleteApiToken(transaction, token.tokenId);
  record({
    event: 'delete_token',
    extra: `${token.username}: ${token.name}`,
    before: { user: token.username, name: token.name, prefix: token.prefix },
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function requireToken(database: Queryable, tokenId: string): Promise<ApiTokenRow> {
  const token = UUID.test(tokenId) ? await findApiToken(database, tokenId as ApiTokenId) : null;
  if (token === null) throw new ApiTokenNotFoundError(tokenId);
  return token;
}
