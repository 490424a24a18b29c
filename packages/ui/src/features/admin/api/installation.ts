/** What there is to know about the installation: its configuration, its programs, the files that it cannot load. */
import { queryOptions } from '@tanstack/react-query';
import type { AnswerOf, getConfig, getHealth, getImportErrors, getJobs, reparseDagFile } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

const SOON_MS = 10_000;

export type Job = AnswerOf<typeof getJobs>['jobs'][number];
export type ImportFault = AnswerOf<typeof getImportErrors>['import_errors'][number];

export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: ({ signal }) => call<typeof getConfig>('GET /api/v2/config', { query: { display_source: true } }, signal),
});

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call<typeof getHealth>('GET /api/v2/monitor/health', {}, signal),
  refetchInterval: SOON_MS,
});

export const jobsQuery = (search: ListSearch) => ({
  ...listQuery('jobs', search, (signal) =>
    call<typeof getJobs>(
      'GET /api/v2/jobs',
      {
        query: {
          ...pageOf(search, '-latest_heartbeat'),
          ...(search['job_type'] === undefined ? {} : { job_type: search['job_type'] }),
          ...(search['state'] === undefined ? {} : { job_state: search['state'] }),
        },
      },
      signal,
    ),
  ),
  refetchInterval: SOON_MS,
});

export const importErrorsQuery = (search: ListSearch) => ({
  ...listQuery('import_errors', search, (signal) =>
    call<typeof getImportErrors>(
      'GET /api/v2/importErrors',
      {
        query: {
          ...pageOf(search, 'filename'),
          ...(search['q'] === undefined ? {} : { filename_pattern: `%${search['q']}%` }),
        },
      },
      signal,
    ),
  ),
  refetchInterval: SOON_MS,
});

export function useReparse() {
  const t = useWords();
  return useChange({
    send: ({ file_token }: ImportFault) =>
      call<typeof reparseDagFile>('PUT /api/v2/parseDagFile/{file_token}', { params: { file_token }, query: {} }),
    touches: ['import_errors'],
    says: ({ filename }) => t('faults.reparsed', { name: filename }),
  });
}
