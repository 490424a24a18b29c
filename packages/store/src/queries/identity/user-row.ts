import type { UserId } from '@tradewind/model';

export const USER_KINDS = ['person', 'service'] as const;
/** `service`: a program that has no password, and shows an API token. */
export type UserKind = (typeof USER_KINDS)[number];

/** A user as people see it: without the password. `*At` are milliseconds since the epoch. */
export interface UserRow {
  readonly userId: UserId;
  readonly kind: UserKind;
  readonly username: string;
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  readonly hasPassword: boolean;
  readonly isActive: boolean;
  readonly failedSignIns: number;
  readonly lastSignInAt: number | null;
  readonly signInCount: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Names, sorted. */
  readonly roles: readonly string[];
}

/** Of `user_account u`. */
export const USER_COLUMNS = `u.id as "userId", u.kind, u.username, u.email, u.first_name as "firstName", u.last_name as "lastName",
  u.password_hash is not null as "hasPassword", u.is_active as "isActive", u.failed_sign_ins as "failedSignIns",
  u.last_sign_in_at as "lastSignInAt", u.sign_in_count as "signInCount", u.created_at as "createdAt", u.changed_at as "changedAt",
  array(select role_name from user_role where user_id = u.id order by role_name) as roles`;
