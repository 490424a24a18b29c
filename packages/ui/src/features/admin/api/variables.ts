import type { AnswerOf, BodyOf, bulkVariables, getVariables, patchVariable, postVariable } from '@tradewind/contract';
import { call } from '../../../shared/api/call.ts';
import { useChange } from '../../../shared/forms/use-change.ts';
import { useWords } from '../../../shared/i18n/use-words.ts';
import { listQuery, pageOf } from '../../../shared/table/list-query.ts';
import type { ListSearch } from '../../../shared/table/list-search.ts';

export type Variable = AnswerOf<typeof getVariables>['variables'][number];

export const variablesQuery = (search: ListSearch) =>
  listQuery('variables', search, (signal) =>
    call<typeof getVariables>(
      'GET /api/v2/variables',
      {
        query: {
          ...pageOf(search, 'key'),
          ...(search['q'] === undefined ? {} : { variable_key_pattern: `%${search['q']}%` }),
        },
      },
      signal,
    ),
  );

export interface VariableInput {
  /** The variable to change; null makes one. */
  readonly was: Variable | null;
  readonly key: string;
  /** Undefined: what is stored stays. */
  readonly value: string | undefined;
  readonly description: string;
}

export function useSaveVariable() {
  const t = useWords();
  return useChange({
    send: ({ was, key, value, description }: VariableInput) =>
      was === null ? create({ key, value: value ?? '', description }) : change(was.key, value, description),
    touches: ['variables'],
    says: ({ key }) => t('admin.saved', { name: key }),
  });
}

function create(body: BodyOf<typeof postVariable>) {
  return call<typeof postVariable>('POST /api/v2/variables', { query: {}, body });
}

function change(key: string, value: string | undefined, description: string) {
  const body = { description, ...(value === undefined ? {} : { value }) };
  return call<typeof patchVariable>('PATCH /api/v2/variables/{variable_key}', {
    params: { variable_key: key },
    query: {},
    body,
  });
}

export function useDeleteVariables() {
  const t = useWords();
  return useChange({
    send: (keys: readonly string[]) =>
      call<typeof bulkVariables>('PATCH /api/v2/variables', {
        query: {},
        body: { actions: [{ action: 'delete', entities: [...keys], action_on_non_existence: 'skip' }] },
      }),
    touches: ['variables'],
    says: (keys) => t('admin.deleted', { count: keys.length, name: keys[0] ?? '' }),
  });
}
