/** What `can` says in an answer, for each kind of entity: so that buttons are right before they are pressed. */
import type { Action, Resource } from '@tradewind/contract';
import type { DagId } from '@tradewind/model';
import type { Caller } from '../caller.ts';
import { mayDo } from '../may-do.ts';

type Deeds = Readonly<Record<string, readonly (readonly [Action, Resource])[]>>;

const DEEDS = {
  dag: {
    edit: [['can_edit', 'DAGs']],
    delete: [['can_delete', 'DAGs']],
    trigger: [['can_create', 'DAG Runs']],
    clear: [['can_edit', 'Task Instances']],
    backfill: [['can_create', 'Backfills']],
    read_code: [['can_read', 'DAG Code']],
  },
  dag_run: {
    edit: [['can_edit', 'DAG Runs']],
    clear: [
      ['can_edit', 'DAG Runs'],
      ['can_edit', 'Task Instances'],
    ],
    delete: [['can_delete', 'DAG Runs']],
  },
  task_instance: {
    edit: [['can_edit', 'Task Instances']],
    clear: [['can_edit', 'Task Instances']],
    delete: [['can_delete', 'Task Instances']],
    read_logs: [['can_read', 'Task Logs']],
    read_xcoms: [['can_read', 'XComs']],
  },
  xcom: { edit: [['can_edit', 'XComs']], delete: [['can_delete', 'XComs']] },
  pool: { edit: [['can_edit', 'Pools']], delete: [['can_delete', 'Pools']] },
  variable: { edit: [['can_edit', 'Variables']], delete: [['can_delete', 'Variables']] },
  connection: { edit: [['can_edit', 'Connections']], delete: [['can_delete', 'Connections']] },
  user: {
    edit: [['can_edit', 'Users']],
    delete: [['can_delete', 'Users']],
    reset_password: [['can_edit', 'Passwords']],
  },
  service_account: {
    edit: [['can_edit', 'Service Accounts']],
    delete: [['can_delete', 'Service Accounts']],
    make_token: [
      ['can_edit', 'Service Accounts'],
      ['can_create', 'Tokens'],
    ],
  },
} as const satisfies Readonly<Record<string, Deeds>>;

export type EntityKind = keyof typeof DEEDS;

/** `canOf(caller, 'dag', dagId)`: `{ edit: true, delete: false, … }`. */
export function canOf(caller: Caller, kind: EntityKind, dagId?: DagId): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries<Deeds[string]>(DEEDS[kind]).map(([deed, needs]) => [
      deed,
      needs.every(([action, resource]) => mayDo(caller, action, resource, dagId)),
    ]),
  );
}
