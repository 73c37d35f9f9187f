/** Query defaults of the page: an expired session is noticed in one place, and only failures that may pass are retried. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isRetryable, toFailure } from './failure.ts';

export function createQueryClient(onUnauthorized: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (toFailure(error).status === 401) onUnauthorized();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) => count < 2 && isRetryable(toFailure(error)),
      },
      mutations: { retry: false },
    },
  });
}
