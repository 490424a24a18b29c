import { createXComEntry, deleteXComEntry, getXComEntries, getXComEntry, updateXComEntry } from '@tradewind/contract';
import { type EncodedValue, encodeValue, type TaskId, UNMAPPED } from '@tradewind/model';
import {
  deleteXCom,
  findXCom,
  insertXCom,
  listXComPage,
  type Queryable,
  saveXCom,
  XCOM_ORDER,
  type XComPlace,
  type XComRow,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { HttpProblem, notFound } from '../../http/http-problem.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { plainJson, presentXCom } from '../../present/xcom.ts';
import { type RunParts, versionsOf } from './run-parts.ts';
import { ALL, instantsOf, refuseUnknownDag, requireDagRun, runScope } from './run-scope.ts';
import { requireTaskInstance } from './task-instance-answers.ts';

const UNIQUE = ['dag_id', 'run_id', 'task_id', 'map_index', 'key'] as const;

export function xcomEndpoints(parts: RunParts): readonly Endpoint[] {
  const { database } = parts;
  return [
    handle(getXComEntries, async ({ params, query, caller }) => {
      const { runIds, ...scope } = await runScope(database, caller, 'XComs', params);
      const page = await listXComPage(database, {
        ...scope,
        runId: runIds?.[0],
        taskId: params.task_id === ALL ? undefined : (params.task_id as TaskId),
        key: query.xcom_key,
        mapIndex: query.map_index ?? query.map_index_filter,
        keyPattern: query.xcom_key_pattern,
        keyPrefixPattern: query.xcom_key_prefix_pattern,
        dagPattern: query.dag_display_name_pattern,
        dagPrefixPattern: query.dag_display_name_prefix_pattern,
        runIdPattern: query.run_id_pattern,
        runIdPrefixPattern: query.run_id_prefix_pattern,
        taskIdPattern: query.task_id_pattern,
        taskIdPrefixPattern: query.task_id_prefix_pattern,
        logicalDate: instantsOf(query, 'logical_date'),
        runAfter: instantsOf(query, 'run_after'),
        order: orderOf(query.order_by!, XCOM_ORDER, UNIQUE),
        page: pageOf(query),
      });
      await refuseUnknownDag(database, params.dag_id, page.total);
      const versions = await versionsOf(parts, database, page.rows);
      return collection(
        'xcom_entries',
        page,
        page.rows.map((row) => presentXCom(row, versions.get(row.dagVersionId), caller)),
      );
    }),
    handle(getXComEntry, async ({ params, query, caller }) => {
      const place = await placeOf(database, params, query.map_index ?? UNMAPPED, params.xcom_key);
      const value = await requireValue(database, params, place);
      if (query.stringify)
        return { ...(await answer(parts, database, place, caller)), value: textOf(value, query.deserialize ?? false) };
      return { ...(await answer(parts, database, place, caller)), value: plainJson(value) };
    }),
    handle(createXComEntry, ({ params, body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const mapIndex = body.map_index!;
        await requireTaskInstance(transaction, { ...params, map_index: mapIndex });
        const place = await placeOf(transaction, params, mapIndex, body.key);
        if (!(await insertXCom(transaction, place, encodeValue(body.value))))
          throw new HttpProblem(409, `The XCom with key: \`${body.key}\` with mentioned task instance already exists.`);
        record(deedOf('create_xcom_entry', params, place));
        return { ...(await answer(parts, transaction, place, caller)), value: body.value };
      }),
    ),
    handle(updateXComEntry, ({ params, body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const place = await placeOf(transaction, params, body.map_index!, params.xcom_key);
        await requireValue(transaction, params, place);
        await saveXCom(transaction, place, encodeValue(body.value));
        record(deedOf('update_xcom_entry', params, place));
        return { ...(await answer(parts, transaction, place, caller)), value: body.value };
      }),
    ),
    handle(deleteXComEntry, ({ params, query, change }) =>
      change(async ({ transaction, record }) => {
        const place = await placeOf(transaction, params, query.map_index ?? UNMAPPED, params.xcom_key);
        if (!(await deleteXCom(transaction, place))) throw noXCom(params, place);
        record(deedOf('delete_xcom_entry', params, place));
        return null;
      }),
    ),
  ];
}

interface XComPath {
  readonly dag_id: string;
  readonly dag_run_id: string;
  readonly task_id: string;
}

/** @throws {HttpProblem} 404, when there is no such run. */
async function placeOf(database: Queryable, path: XComPath, mapIndex: number, key: string): Promise<XComPlace> {
  const { dagRunKey } = await requireDagRun(database, path);
  return { dagRunKey, taskId: path.task_id as TaskId, mapIndex, key };
}

/** @throws {HttpProblem} 404 */
async function requireValue(
  database: Queryable,
  { dag_id: dagId, dag_run_id: runId, task_id: taskId }: XComPath,
  { mapIndex, key }: XComPlace,
): Promise<EncodedValue> {
  const value = await findXCom(database, { dagId, runId, taskId, mapIndex, key });
  if (value !== null) return value;
  throw noXCom({ dag_id: dagId, dag_run_id: runId, task_id: taskId }, { mapIndex, key });
}

function noXCom({ task_id: taskId }: XComPath, { mapIndex, key }: Pick<XComPlace, 'mapIndex' | 'key'>): HttpProblem {
  const index = mapIndex === UNMAPPED ? '' : ` and map index ${mapIndex}`;
  return notFound(`XCom entry with key: \`${key}\` of task \`${taskId}\`${index} not found`);
}

async function answer(parts: RunParts, database: Queryable, place: XComPlace, caller: Caller) {
  const order = orderOf([], XCOM_ORDER, UNIQUE);
  const { rows } = await listXComPage(database, { ...place, order, page: { limit: 1 } });
  const row: XComRow = rows[0]!;
  return presentXCom(row, (await versionsOf(parts, database, [row])).get(row.dagVersionId), caller);
}

/** As it is stored, or as the JSON of what it stands for. */
function textOf(value: EncodedValue, isDeserialized: boolean): string {
  return isDeserialized ? JSON.stringify(plainJson(value)) : value;
}

function deedOf(event: string, { dag_id: dagId, dag_run_id: runId }: XComPath, { taskId, mapIndex, key }: XComPlace) {
  return { event, dagId, runId, taskId, mapIndex, extra: key };
}
