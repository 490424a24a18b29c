import { queryOptions } from '@tanstack/react-query';
import type {
  AnswerOf,
  BodyOf,
  deleteUserRoute,
  getUserPermissions,
  getUsers,
  patchUser,
  postUser,
  resetUserPassword,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

export type User = AnswerOf<typeof getUsers>['users'][number];
export type UserBody = BodyOf<typeof postUser>;

export const usersQuery = (search: ListSearch) =>
  listQuery('users', search, (signal) =>
    call<typeof getUsers>(
      'GET /api/v2/users',
      {
        query: {
          ...pageOf(search, 'username'),
          ...(search['q'] === undefined ? {} : { username_pattern: `%${search['q']}%` }),
          ...(search['role'] === undefined ? {} : { role: search['role'] }),
          ...(search['active'] === undefined ? {} : { active: search['active'] === 'true' }),
        },
      },
      signal,
    ),
  );

/** What a user may do, and because of which roles. */
export const userPermissionsQuery = (username: string) =>
  queryOptions({
    queryKey: ['users', 'permissions', username],
    queryFn: ({ signal }) =>
      call<typeof getUserPermissions>('GET /api/v2/users/{username}/permissions', { params: { username } }, signal),
  });

export interface UserInput {
  /** The user to change; null makes one. */
  readonly was: User | null;
  readonly body: UserBody;
}

export function useSaveUser() {
  const t = useWords();
  return useChange({
    send: ({ was, body }: UserInput) =>
      was === null ? call<typeof postUser>('POST /api/v2/users', { query: {}, body }) : change(was.username, body),
    touches: ['users', 'roles'],
    says: ({ body }) => t('admin.saved', { name: body.username }),
  });
}

function change(username: string, { password, ...body }: UserBody) {
  return call<typeof patchUser>('PATCH /api/v2/users/{username}', {
    params: { username },
    query: {},
    body: { ...body, ...(password ? { password } : {}) },
  });
}

/** Makes a new password, which the answer shows this once. */
export function useResetPassword() {
  const t = useWords();
  return useChange({
    send: (username: string) =>
      call<typeof resetUserPassword>('POST /api/v2/users/{username}/resetPassword', {
        params: { username },
        query: {},
        body: {},
      }),
    touches: ['users'],
    says: (username) => t('users.wasReset', { name: username }),
  });
}

export function useDeleteUser() {
  const t = useWords();
  return useChange({
    send: (username: string) =>
      call<typeof deleteUserRoute>('DELETE /api/v2/users/{username}', { params: { username }, query: {} }),
    touches: ['users', 'roles'],
    says: (name) => t('admin.deleted', { count: 1, name }),
  });
}
