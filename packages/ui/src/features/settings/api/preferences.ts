import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { getPreferences, patchPreferences } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { readSettings, type Settings } from '../settings.ts';

export const settingsQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: async ({ signal }) =>
    readSettings((await call<typeof getPreferences>('GET /api/v2/preferences', {}, signal)).preferences),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** Keeps settings on the server, for the other browsers of the one who is signed in. */
export function useStoreSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: Settings) =>
      call<typeof patchPreferences>('PATCH /api/v2/preferences', { query: {}, body: { preferences: { ...settings } } }),
    onSuccess: ({ preferences }) => client.setQueryData(settingsQuery.queryKey, readSettings(preferences)),
  });
}
