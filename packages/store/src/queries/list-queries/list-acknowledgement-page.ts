import type { AcknowledgementId, DagId, UserId } from '@tradewind/model';
import type { Queryable } from '../../database.ts';
import type { AcknowledgedKind, Acknowledgement } from '../people/acknowledgements.ts';
import { makeFilter } from './filter.ts';
import { type OrderColumn, type OrderTerm, type Page, type PageRequest, readPage } from './page.ts';

/** `*At` are milliseconds since the epoch. */
export interface AcknowledgementRow extends Acknowledgement {
  readonly createdAt: number;
  readonly changedAt: number;
}

export const ACKNOWLEDGEMENT_ORDER: readonly OrderColumn[] = [
  { name: 'created_at', sql: 'a.created_at', type: 'timestamptz' },
  { name: 'changed_at', sql: 'a.changed_at', type: 'timestamptz' },
  { name: 'kind', sql: 'a.kind', type: 'text' },
  { name: 'subject', sql: 'a.subject', type: 'text' },
  { name: 'id', sql: 'a.id', type: 'uuid' },
];

export interface AcknowledgementPageFilter {
  readonly acknowledgementId?: AcknowledgementId | undefined;
  readonly kind?: AcknowledgedKind | undefined;
  readonly subjects?: readonly string[] | undefined;
  readonly dagId?: string | undefined;
  /** Only what is about no DAG or about one of these. */
  readonly readableDagIds?: readonly DagId[] | undefined;
  /** Only what this person said. */
  readonly userId?: UserId | undefined;
  readonly assignedTo?: string | undefined;
  /** Whether it is asleep at this instant, in milliseconds since the epoch. */
  readonly snoozed?: { readonly at: number; readonly isSnoozed: boolean } | undefined;
  readonly order: readonly OrderTerm[];
  readonly page: PageRequest;
}

/** Acknowledgements. Indexes: `acknowledgement_of`, `acknowledgement_newest`, `acknowledgement_of_dag`. */
export function listAcknowledgementPage(
  database: Queryable,
  request: AcknowledgementPageFilter,
): Promise<Page<AcknowledgementRow>> {
  const filter = makeFilter();
  filter.add('a.id = ?', request.acknowledgementId);
  filter.add('a.kind = ?', request.kind);
  filter.addOneOf('a.subject', request.subjects);
  filter.add('a.dag_id = ?', request.dagId);
  filter.add('(a.dag_id is null or a.dag_id = any(?::text[]))', request.readableDagIds);
  filter.add('a.user_id = ?', request.userId);
  filter.add('a.assigned_to = ?', request.assignedTo);
  if (request.snoozed !== undefined) {
    const { at, isSnoozed } = request.snoozed;
    const sleeps = '(a.snoozed_until is not null and a.snoozed_until > to_timestamp(?::float8 / 1000.0))';
    filter.add(isSnoozed ? sleeps : `not ${sleeps}`, at);
  }
  return readPage<AcknowledgementRow>(database, {
    columns: `a.id as "acknowledgementId", a.user_id as "userId", a.user_name as "userName", a.kind, a.subject,
      a.dag_id as "dagId", a.note, a.assigned_to as "assignedTo", a.snoozed_until as "snoozedUntilAt",
      a.created_at as "createdAt", a.changed_at as "changedAt"`,
    tables: 'acknowledgement a',
    filter,
    order: request.order,
    page: request.page,
  });
}
