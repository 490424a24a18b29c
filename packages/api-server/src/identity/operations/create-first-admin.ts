import { type Database, hasUsers, hasUsersForOne } from '@tradewind/store';
import { changeWith } from '../../http/change.ts';
import { anonymous } from '../caller.ts';
import { newId } from '../new-id.ts';
import { generatePassword } from '../passwords/generate-password.ts';
import type { PasswordHasher } from '../passwords/password-hash.ts';
import { createUser } from './user-operations.ts';

export interface FirstAdmin {
  readonly username: string;
  /** For the eyes of whoever started the server: it is kept nowhere. */
  readonly password: string;
}

/**
 * Makes the user `admin` with a password of its own when there is no user at all; null when there is one.
 *
 * Of several servers that start at once one makes it.
 */
export async function createFirstAdmin(parts: {
  readonly database: Database;
  readonly hasher: PasswordHasher;
  readonly now: () => number;
}): Promise<FirstAdmin | null> {
  const { database, hasher, now } = parts;
  if (await hasUsers(database)) return null;
  const origin = { caller: { ...anonymous, name: 'tradewind' }, address: null, userAgent: null, requestId: newId() };
  const change = changeWith({ database, now, origin, isDryRun: false });
  return change(async (changing) => {
    if (await hasUsersForOne(changing.transaction)) return null;
    const admin = { username: 'admin', password: generatePassword() };
    await createUser(changing, { kind: 'person', ...admin, roles: ['Admin'] }, hasher);
    return admin;
  });
}
