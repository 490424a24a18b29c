import type { Static } from '@sinclair/typebox';
import {
  type AcknowledgementBody,
  type Acknowledgement as AcknowledgementSchema,
  deleteAcknowledgement,
  getAcknowledgements,
  postAcknowledgement,
} from '@tradewind/contract';
import type { AcknowledgementId, DagId } from '@tradewind/model';
import {
  ACKNOWLEDGEMENT_ORDER,
  type Acknowledgement,
  type AcknowledgementRow,
  type Database,
  listAcknowledgementPage,
  type Queryable,
  saveAcknowledgement,
  deleteAcknowledgement as takeBack,
} from '@tradewind/store';
import { type Endpoint, handle } from '../../http/handle.ts';
import { badField, HttpProblem, notFound } from '../../http/http-problem.ts';
import { instantText, parseInstant } from '../../http/instant.ts';
import { collection, orderOf, pageOf } from '../../http/paging.ts';
import type { Caller } from '../../identity/caller.ts';
import { mayDo } from '../../identity/may-do.ts';
import { newId } from '../../identity/new-id.ts';
import { requireDagSummary } from '../dags/read-dags.ts';
import { dagsOpenTo, ownerOf } from '../dags/scope.ts';

export interface AcknowledgementParts {
  readonly database: Database;
  readonly now: () => number;
}

export function acknowledgementEndpoints({ database, now }: AcknowledgementParts): readonly Endpoint[] {
  return [
    handle(getAcknowledgements, async ({ query, caller }) => {
      const page = await listAcknowledgementPage(database, {
        kind: query.kind,
        subjects: query.subject,
        dagId: query.dag_id,
        readableDagIds: dagsOpenTo(caller, 'can_read', 'DAGs'),
        userId: query.mine === true ? ownerOf(caller) : undefined,
        assignedTo: query.assigned_to,
        snoozed: query.snoozed === undefined ? undefined : { at: now(), isSnoozed: query.snoozed },
        order: orderOf(query.order_by!, ACKNOWLEDGEMENT_ORDER, ['id']),
        page: pageOf(query),
      });
      return collection(
        'acknowledgements',
        page,
        page.rows.map((row) => present(row, caller)),
      );
    }),
    handle(postAcknowledgement, ({ body, caller, change }) =>
      change(async ({ transaction, record }) => {
        const one = await acknowledgementOf(transaction, body, caller);
        const id = await saveAcknowledgement(transaction, one);
        record({
          event: 'post_acknowledgement',
          dagId: one.dagId,
          extra: `${one.kind}: ${one.subject}`,
          after: { note: one.note, assigned_to: one.assignedTo, snoozed_until: instantText(one.snoozedUntilAt) },
        });
        return present(await requireOne(transaction, id, caller), caller);
      }),
    ),
    handle(deleteAcknowledgement, ({ params, caller, change }) =>
      change(async ({ transaction, record }) => {
        const before = await requireOne(transaction, params.acknowledgement_id as AcknowledgementId, caller);
        if (before.userId !== ownerOf(caller))
          throw new HttpProblem(403, `That was said by ${before.userName}, who alone can take it back.`);
        await takeBack(transaction, before.acknowledgementId);
        const extra = `${before.kind}: ${before.subject}`;
        record({ event: 'delete_acknowledgement', dagId: before.dagId, extra, before: { note: before.note } });
        return null;
      }),
    ),
  ];
}

/** @throws {HttpProblem} 404 or 422, when it is about a DAG that is not there or not open to the caller. */
async function acknowledgementOf(
  transaction: Queryable,
  body: Static<typeof AcknowledgementBody>,
  caller: Caller,
): Promise<Acknowledgement> {
  const dagId = (body.dag_id ?? null) as DagId | null;
  if (dagId !== null && !mayDo(caller, 'can_read', 'DAGs', dagId))
    throw badField(['body', 'dag_id'], 'You may not read this DAG', dagId);
  if (dagId !== null) await requireDagSummary(transaction, dagId, caller);
  const until = body.snoozed_until ?? null;
  return {
    acknowledgementId: newId() as AcknowledgementId,
    userId: ownerOf(caller),
    userName: caller.name,
    kind: body.kind,
    subject: body.subject,
    dagId,
    note: body.note ?? null,
    assignedTo: body.assigned_to ?? null,
    snoozedUntilAt: until === null ? null : parseInstant(until),
  };
}

async function requireOne(database: Queryable, id: AcknowledgementId, caller: Caller): Promise<AcknowledgementRow> {
  const { rows } = await listAcknowledgementPage(database, {
    acknowledgementId: id,
    readableDagIds: dagsOpenTo(caller, 'can_read', 'DAGs'),
    order: orderOf([], ACKNOWLEDGEMENT_ORDER, ['id']),
    page: { limit: 1 },
  });
  if (rows[0] === undefined) throw notFound(`There is no acknowledgement "${id}".`);
  return rows[0];
}

function present(row: AcknowledgementRow, caller: Caller): Static<typeof AcknowledgementSchema> {
  const isMine = row.userId === ownerOf(caller);
  return {
    id: row.acknowledgementId,
    kind: row.kind,
    subject: row.subject,
    dag_id: row.dagId,
    user: row.userName,
    is_mine: isMine,
    note: row.note,
    assigned_to: row.assignedTo,
    snoozed_until: instantText(row.snoozedUntilAt),
    created_at: instantText(row.createdAt),
    changed_at: instantText(row.changedAt),
    can: { edit: isMine, delete: isMine },
  };
}
