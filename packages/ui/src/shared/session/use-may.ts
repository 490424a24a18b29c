import { useQueryClient } from '@tanstack/react-query';
import type { AnswerOf, getMe } from '@tradewind/contract';

/** Whether the one who is signed in may do something anywhere: `may('can_create', 'Pools')`. */
export function useMay(): (action: string, resource: string) => boolean {
  const me = useQueryClient().getQueryData<AnswerOf<typeof getMe> | null>(['session']);
  return (action, resource) =>
    me?.permissions.some((one) => one.action === action && one.resource === resource) ?? false;
}
