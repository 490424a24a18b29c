import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

const RETRIES = 2;

/** Old data stays on screen while new data is fetched; what was refused is not asked again. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        retry: (count, error) =>
          count < RETRIES && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
      },
    },
  });
}
