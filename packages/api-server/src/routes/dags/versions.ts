import { getDagDefinition, getDagSource, getDagVersion, getDagVersions } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import {
  DAG_VERSION_ORDER,
  type DagVersionDetails,
  findDagVersionByNumber,
  listDagVersionPage,
  type Queryable,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import { presentDagVersion } from '../../present/dag-version.ts';
import type { DagParts } from './dag-lists.ts';
import { requireDagSummary } from './read-dags.ts';
import { dagsAmong, dagsOpenTo } from './scope.ts';

const UNIQUE = ['id'];

export function versionListEndpoints({ database }: DagParts): readonly Endpoint[] {
  return [
    handle(getDagVersions, async ({ params, query, caller }) => {
      const order = orderOf(query.order_by!, DAG_VERSION_ORDER, UNIQUE);
      if (params.dag_id !== '~') await requireDagSummary(database, params.dag_id, caller);
      const asked = params.dag_id === '~' ? undefined : [params.dag_id];
      const page = await listDagVersionPage(database, {
        dagIds: dagsAmong(asked, dagsOpenTo(caller, 'can_read', 'DAG Versions')),
        number: query.version_number,
        bundleName: query.bundle_name,
        bundleVersion: query.bundle_version,
        order,
        page: pageOf(query),
      });
      return collection('dag_versions', page, page.rows.map(presentDagVersion));
    }),
    handle(getDagVersion, async ({ params }) => {
      const { rows } = await listDagVersionPage(database, {
        dagIds: [params.dag_id as DagId],
        number: params.version_number,
        order: orderOf([], DAG_VERSION_ORDER, UNIQUE),
        page: { limit: 1 },
      });
      if (rows[0] === undefined)
        throw notFound(`There is no version ${params.version_number} of a DAG "${params.dag_id}".`);
      return presentDagVersion(rows[0]);
    }),
    handle(getDagDefinition, async ({ params, caller }) => {
      const dag = await requireDagSummary(database, params.dag_id, caller);
      const { serialized } = await requireVersion(database, dag.dagId, params.version_number);
      // Templates hold code, which is read by another right.
      return { ...serialized, tasks: serialized.tasks.map((task) => ({ ...task, templates: {} })) };
    }),
  ];
}

export function sourceEndpoints({ database, sources }: DagParts): readonly Endpoint[] {
  return [
    handle(getDagSource, async ({ params, query, caller, request, reply }) => {
      const kind = preferredKind(request.headers.accept);
      const dag = await requireDagSummary(database, params.dag_id, caller);
      const version = await requireVersion(database, dag.dagId, query.version_number);
      const content = (await sources?.read(version)) ?? null;
      if (content === null)
        throw notFound(`The code of version ${version.number} of the DAG "${dag.dagId}" is no longer kept.`);
      if (kind === 'text') return reply.type('text/plain; charset=utf-8').send(content);
      return {
        content,
        dag_id: dag.dagId,
        dag_display_name: dag.displayName ?? dag.dagId,
        version_number: version.number,
      };
    }),
  ];
}

/** A version by its number, or else the one in force. @throws {HttpProblem} 404 */
export async function requireVersion(
  database: Queryable,
  dagId: DagId,
  number: number | undefined,
): Promise<DagVersionDetails> {
  const version = await findDagVersionByNumber(database, dagId, number ?? null);
  if (version !== null) return version;
  throw notFound(
    number === undefined
      ? `No version of the DAG "${dagId}" is in force.`
      : `There is no version ${number} of the DAG "${dagId}".`,
  );
}

/** @throws {HttpProblem} 406 */
function preferredKind(accept = '*/*'): 'json' | 'text' {
  for (const range of accept.split(',').map((one) => one.split(';')[0]!.trim().toLowerCase())) {
    if (['*/*', 'application/*', 'application/json', ''].includes(range)) return 'json';
    if (['text/plain', 'text/*'].includes(range)) return 'text';
  }
  throw new HttpProblem(406, 'Only application/json or text/plain is supported.');
}
