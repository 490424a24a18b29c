import { queryOptions } from '@tanstack/react-query';
import type {
  AnswerOf,
  BodyOf,
  deleteRoleRoute,
  getPermissions,
  getRoles,
  patchRole,
  postRole,
} from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';

export type Role = AnswerOf<typeof getRoles>['roles'][number];
export type RoleBody = BodyOf<typeof postRole>;

/** The most roles that are shown. */
const ALL = 100;

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => call<typeof getRoles>('GET /api/v2/roles', { query: { limit: ALL } }, signal),
});

/** All actions and resources that there are. */
export const permissionsQuery = queryOptions({
  queryKey: ['permissions'],
  queryFn: ({ signal }) => call<typeof getPermissions>('GET /api/v2/permissions', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export interface RoleInput {
  /** The name of the role to change; null makes one. */
  readonly was: string | null;
  readonly body: RoleBody;
}

export function useSaveRole() {
  const t = useWords();
  return useChange({
    send: ({ was, body }: RoleInput) =>
      was === null
        ? call<typeof postRole>('POST /api/v2/roles', { query: {}, body })
        : call<typeof patchRole>('PATCH /api/v2/roles/{role_name}', { params: { role_name: was }, query: {}, body }),
    touches: ['roles', 'users', 'session'],
    says: ({ body }) => t('admin.saved', { name: body.name }),
  });
}

export function useDeleteRole() {
  const t = useWords();
  return useChange({
    send: (name: string) =>
      call<typeof deleteRoleRoute>('DELETE /api/v2/roles/{role_name}', { params: { role_name: name }, query: {} }),
    touches: ['roles', 'users'],
    says: (name) => t('admin.deleted', { count: 1, name }),
  });
}
