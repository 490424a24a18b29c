import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { getMe, signIn } from '@tradewind/contract';
import { ApiProblem } from '../../../shared/api/api-problem.ts';
import { call } from '../../../shared/api/call.ts';

/** Who is signed in; null when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      return await call<typeof getMe>('GET /auth/me', {}, signal);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly username: string; readonly password: string }) =>
      call<typeof signIn>('POST /auth/sign-in', { body }),
    // Nobody watches the session while the form is open; what asks for it next has to see the new one.
    onSuccess: () => client.invalidateQueries({ refetchType: 'all' }),
  });
}
