import type { DagId } from '@tradewind/model';
import type { Queryable, Statement } from '../../database.ts';

export const SEARCH_KINDS = ['dag', 'task', 'dag_run', 'pool', 'variable', 'connection'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export interface SearchRow {
  readonly kind: SearchKind;
  readonly name: string;
  /** Of a DAG, a task or a run. */
  readonly dagId: DagId | null;
  readonly detail: string | null;
  /** 0: the name itself; 1: it begins with the text; 2: it contains it. */
  readonly rank: number;
}

export interface SearchRequest {
  readonly text: string;
  readonly kinds: readonly SearchKind[];
  /** Null: all DAGs. */
  readonly dagIds: readonly DagId[] | null;
  /** For each kind. */
  readonly limit: number;
}

const RANK = (name: string): string =>
  `case when lower(${name}) = lower($1) then 0 when starts_with(lower(${name}), lower($1)) then 1 else 2 end`;
const CONTAINS = (name: string): string => `position(lower($1) in lower(${name})) > 0`;
const READABLE = (dagId: string): string => `($2::text[] is null or ${dagId} = any($2))`;

/** Each has the parameters: $1 the text, $2 the DAGs that may be seen, $3 how many. */
const STATEMENTS: Readonly<Record<SearchKind, Statement>> = {
  dag: {
    name: 'search-dags',
    text: `select 'dag' as kind, dag_id as name, dag_id as "dagId", description as detail, ${RANK('dag_id')} as rank
           from dag where is_active and ${READABLE('dag_id')}
             and (${CONTAINS('dag_id')} or ${CONTAINS('owner')} or exists (select 1 from unnest(tags) t where ${CONTAINS('t')}))
           order by rank, dag_id limit $3`,
  },
  task: {
    name: 'search-tasks',
    text: `select 'task' as kind, t ->> 'task_id' as name, d.dag_id as "dagId", t ->> 'operator' as detail, ${RANK(`(t ->> 'task_id')`)} as rank
           from dag d join dag_version v on v.id = d.current_version_id
           cross join lateral jsonb_array_elements(v.task_rows) t
           where d.is_active and ${READABLE('d.dag_id')} and ${CONTAINS(`(t ->> 'task_id')`)}
           order by rank, 2, 3 limit $3`,
  },
  dag_run: {
    name: 'search-dag-runs',
    text: `select 'dag_run' as kind, run_id as name, dag_id as "dagId", state as detail, ${RANK('run_id')} as rank
           from (select * from dag_run order by id desc limit 20000) recent
           where ${READABLE('dag_id')} and ${CONTAINS('run_id')}
           order by rank, id desc limit $3`,
  },
  pool: {
    name: 'search-pools',
    text: `select 'pool' as kind, name, null as "dagId", description as detail, ${RANK('name')} as rank
           from pool where ${CONTAINS('name')} and ($2::text[] is null or true) order by rank, name limit $3`,
  },
  variable: {
    name: 'search-variables',
    text: `select 'variable' as kind, key as name, null as "dagId", description as detail, ${RANK('key')} as rank
           from variable where ${CONTAINS('key')} and ($2::text[] is null or true) order by rank, key limit $3`,
  },
  connection: {
    name: 'search-connections',
    text: `select 'connection' as kind, connection_id as name, null as "dagId", conn_type as detail, ${RANK('connection_id')} as rank
           from connection where ${CONTAINS('connection_id')} and ($2::text[] is null or true) order by rank, connection_id limit $3`,
  },
};

/**
 * Everything whose name holds a text, the nearest first. Of runs the newest 20,000 are looked at, by the index of their
 * ids; the other tables are as small as a deployment's code.
 */
export async function searchEverything(database: Queryable, request: SearchRequest): Promise<readonly SearchRow[]> {
  const values = [request.text, request.dagIds, request.limit];
  const found = await Promise.all(request.kinds.map((kind) => database.query<SearchRow>(STATEMENTS[kind], values)));
  return found.flat().toSorted((one, other) => one.rank - other.rank);
}
