import type { User } from './api/users.ts';

/** What is done to which user; null makes another one. */
export interface UserDeed {
  readonly kind: 'edit' | 'delete' | 'reset' | 'permissions';
  readonly user: User | null;
}
