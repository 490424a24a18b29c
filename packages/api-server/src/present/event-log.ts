import type { Static } from '@sinclair/typebox';
import type { EventLog } from '@tradewind/contract';
import type { AuditEventRow } from '@tradewind/store';
import { instantText } from '../http/instant.ts';

export function presentEventLog(row: AuditEventRow): Static<typeof EventLog> {
  return {
    event_log_id: row.id,
    when: instantText(row.happenedAt),
    event: row.event,
    owner: row.owner,
    dag_id: row.dagId,
    dag_display_name: row.dagDisplayName ?? row.dagId,
    run_id: row.runId,
    task_id: row.taskId,
    task_display_name: row.taskId,
    map_index: row.mapIndex,
    try_number: row.tryNumber,
    logical_date: instantText(row.logicalDateAt),
    extra: row.extra,
    via: row.via,
    address: row.address,
    user_agent: row.userAgent,
    request_id: row.requestId,
    before: row.before,
    after: row.after,
  };
}
