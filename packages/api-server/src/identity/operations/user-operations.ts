/** What is done with users: each in the transaction and with the record of a change. */
import { didYouMean, type Json, type UserId } from '@tradewind/model';
import {
  countOtherAdmins,
  deleteApiTokensOfUser,
  deleteUser,
  findUser,
  insertUser,
  listRoles,
  lockUser,
  type Queryable,
  raiseTokenGeneration,
  setPassword,
  setUserRoles,
  type UserKind,
  type UserRow,
  updateUser,
} from '@tradewind/store';
import type { Changing } from '../../http/change.ts';
import { LastAdminError, UserExistsError, UserInvalidError, UserNotFoundError } from '../errors.ts';
import { newId } from '../new-id.ts';
import type { PasswordHasher } from '../passwords/password-hash.ts';
import { faultOfPassword } from '../passwords/password-rules.ts';
import { checkUser } from './check-user.ts';

export interface NewUserInput {
  readonly kind: UserKind;
  readonly username: string;
  readonly email?: string | null;
  readonly firstName?: string;
  readonly lastName?: string;
  /** Null for a service, and for people who sign in elsewhere. */
  readonly password: string | null;
  readonly roles: readonly string[];
  readonly isActive?: boolean;
}

export interface UserEdit {
  readonly username?: string;
  readonly email?: string | null;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly isActive?: boolean;
  readonly roles?: readonly string[];
}

/** @throws {UserInvalidError | UserExistsError} */
export async function createUser(changing: Changing, input: NewUserInput, hasher: PasswordHasher): Promise<UserRow> {
  const { transaction, record } = changing;
  const { kind, username, email = null, firstName = '', lastName = '', password, roles, isActive = true } = input;
  checkUser({ username, email, firstName, lastName });
  await checkRoles(transaction, roles);
  if (password !== null) checkPassword(password, { username, email });
  const passwordHash = password === null ? null : await hasher.hash(password);
  const userId = newId() as UserId;
  const row = { userId, kind, username, email, firstName, lastName, passwordHash, isActive };
  if (!(await insertUser(transaction, row))) throw new UserExistsError(username, email);
  await setUserRoles(transaction, userId, roles);
  const user = await requireUser(transaction, username);
  record({ event: `post_${entityName(kind)}`, extra: username, after: shown(user) });
  return user;
}

/** @throws {UserNotFoundError | UserInvalidError | UserExistsError | LastAdminError} */
export async function editUser(
  changing: Changing,
  user: { readonly kind: UserKind; readonly username: string },
  edit: UserEdit,
): Promise<UserRow> {
  const { transaction, record } = changing;
  const before = await lockKnownUser(transaction, user);
  const after = {
    username: edit.username ?? before.username,
    email: edit.email === undefined ? before.email : edit.email,
    firstName: edit.firstName ?? before.firstName,
    lastName: edit.lastName ?? before.lastName,
    isActive: edit.isActive ?? before.isActive,
  };
  checkUser(after);
  if (edit.roles !== undefined) await checkRoles(transaction, edit.roles);
  const roles = edit.roles ?? before.roles;
  if (!after.isActive || !roles.includes('Admin')) await keepAnAdmin(transaction, before);
  if (!(await updateUser(transaction, before.userId, after))) throw new UserExistsError(after.username, after.email);
  if (edit.roles !== undefined) await setUserRoles(transaction, before.userId, edit.roles);
  const changed = await requireUser(transaction, after.username);
  record({
    event: `patch_${entityName(user.kind)}`,
    extra: before.username,
    before: shown(before),
    after: shown(changed),
  });
  return changed;
}

/** Deletes a user with its tokens. @throws {UserNotFoundError | LastAdminError} */
export async function removeUser(
  changing: Changing,
  user: { readonly kind: UserKind; readonly username: string },
): Promise<void> {
  const { transaction, record } = changing;
  const before = await lockKnownUser(transaction, user);
  await keepAnAdmin(transaction, before);
  await deleteUser(transaction, before.userId);
  record({ event: `delete_${entityName(user.kind)}`, extra: before.username, before: shown(before) });
}

/** Gives a person another password, and signs them out everywhere. @throws {UserNotFoundError | UserInvalidError} */
export async function resetPassword(
  { transaction, record }: Changing,
  change: { readonly username: string; readonly password: string; readonly event?: string },
  hasher: PasswordHasher,
): Promise<void> {
  const user = await lockKnownUser(transaction, { kind: 'person', username: change.username });
  checkPassword(change.password, user);
  await setPassword(transaction, user.userId, await hasher.hash(change.password));
  record({ event: change.event ?? 'reset_password', extra: user.username });
}

/** Ends every session of a user, and with `withTokens` its API tokens too. Returns how many tokens. */
export async function signOutEverywhere(
  { transaction, record }: Changing,
  {
    userId,
    username,
    withTokens,
  }: { readonly userId: UserId; readonly username: string; readonly withTokens: boolean },
): Promise<number> {
  await raiseTokenGeneration(transaction, userId);
  const deleted = withTokens ? await deleteApiTokensOfUser(transaction, userId) : 0;
  record({ event: 'sign_out_everywhere', extra: username, after: { deleted_tokens: deleted } });
  return deleted;
}

/** @throws {UserNotFoundError} */
export async function requireUser(database: Queryable, username: string, kind?: UserKind): Promise<UserRow> {
  const user = await findUser(database, username);
  if (user === null || (kind !== undefined && user.kind !== kind)) throw new UserNotFoundError(username);
  return user;
}

async function lockKnownUser(
  transaction: Queryable,
  { kind, username }: { readonly kind: UserKind; readonly username: string },
): Promise<UserRow> {
  const user = await lockUser(transaction, username);
  if (user === null || user.kind !== kind) throw new UserNotFoundError(username);
  return user;
}

/** @throws {LastAdminError} when this user is the only one left who can manage users. */
async function keepAnAdmin(transaction: Queryable, user: UserRow): Promise<void> {
  if (user.kind !== 'person' || !user.isActive || !user.roles.includes('Admin')) return;
  if ((await countOtherAdmins(transaction, user.userId)) === 0) throw new LastAdminError(user.username);
}

/** @throws {UserInvalidError} */
async function checkRoles(database: Queryable, roles: readonly string[]): Promise<void> {
  const known = (await listRoles(database)).map(({ name }) => name);
  const unknown = roles.find((role) => !known.includes(role));
  if (unknown === undefined) return;
  const hint = didYouMean(unknown, known) || ` There are ${known.join(', ')}.`;
  throw new UserInvalidError('roles', `there is no role "${unknown}".${hint}`);
}

/** @throws {UserInvalidError} */
function checkPassword(password: string, user: { readonly username: string; readonly email?: string | null }): void {
  const fault = faultOfPassword(password, user);
  if (fault !== null) throw new UserInvalidError('password', fault);
}

function entityName(kind: UserKind): 'user' | 'service_account' {
  return kind === 'person' ? 'user' : 'service_account';
}

/** A user as the record shows it. */
function shown({ username, email, firstName, lastName, isActive, roles }: UserRow): Json {
  return { username, email, first_name: firstName, last_name: lastName, active: isActive, roles };
}
